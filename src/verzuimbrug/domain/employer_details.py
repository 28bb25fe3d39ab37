"""What is known of an employer besides what it is called: where it is, who to call, its parts."""

ADDRESS_TEXTS = (
    "street",
    "house_number",
    "house_number_suffix",
    "postal_code",
    "city",
    "post_box",
    "location",
    "region",
    "country_code",
    "country",
)
"""What an address may say, besides the days `start` and `end` between which it holds."""

DEPARTMENT_TEXTS = ("name", "part_of")
"""What is known of a department besides its code, and its days `start` and `end`."""

PERSON_TEXTS = ("name", "initials", "role")
"""What is known of a contact person besides `contact`: no more than it takes to reach somebody."""

DETAILS = ("addresses", "contact", "contact_persons", "departments")
"""The fields of an employer that are about these."""
