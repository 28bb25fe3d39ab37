"""The addresses of the pages about messages."""

from django.urls import path

from verzuimbrug.console.messages import again, contents, correction, listing, one
from verzuimbrug.console.messages.looking_up import look_up_words

_ONE = "berichten/<str:receipt>/"

urlpatterns = [
    path("zoeken/", look_up_words, name="search"),
    path("berichten/", listing.messages, name="messages"),
    path("berichten/bestand/", listing.messages_file, name="messages-file"),
    path(_ONE, one.message, name="message"),
    path(f"{_ONE}meldingen/", one.message_reports, name="message-reports"),
    path(f"{_ONE}wijzigingen/", one.message_changes, name="message-changes"),
    path(f"{_ONE}bericht/", contents.message_contents, name="message-contents"),
    path(f"{_ONE}downloaden/", contents.message_download, name="message-download"),
    path(f"{_ONE}antwoorden/", one.message_answers, name="message-answers"),
    path(f"{_ONE}herhalingen/", one.message_repeats, name="message-repeats"),
    path(f"{_ONE}proef/", again.rehearse, name="message-rehearse"),
    path(f"{_ONE}opnieuw/", again.replay_message, name="message-replay"),
    path(f"{_ONE}corrigeren/", correction.correct_message, name="message-correct"),
]
