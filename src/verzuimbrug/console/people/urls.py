"""The addresses of people and rights."""

from django.urls import path

from verzuimbrug.console.people import access, arbodiensten, colleagues, explaining, own
from verzuimbrug.console.people.invitation import open_invitation

urlpatterns = [
    path("account/", own.own_account, name="own-account"),
    path("account/elders-afmelden/", own.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("uitnodiging/<str:secret>/", open_invitation, name="invitation"),
    path("beheer/mensen/", colleagues.list_people, name="people"),
    path("beheer/mensen/uitnodigen/", colleagues.invite_person, name="person-invite"),
    path("beheer/mensen/<int:user>/", colleagues.show_person, name="person"),
    path("beheer/mensen/<int:user>/rechten/", colleagues.change_person, name="person-rights"),
    path("beheer/mensen/<int:user>/link/", colleagues.link_person, name="person-link"),
    path("beheer/mensen/<int:user>/<str:act>/", colleagues.act_on_person, name="person-act"),
    path("beheer/inzage/", access.show_access, name="access-log"),
    path("beheer/inzage/csv/", access.download_access, name="access-log-csv"),
    path("beheer/uitleg/", explaining.explain_access, name="explain"),
    path("beheer/arbodiensten/", arbodiensten.show_arbodiensten, name="arbodiensten"),
    path("beheer/arbodiensten/nieuw/", arbodiensten.new_arbodienst, name="arbodienst-new"),
]
