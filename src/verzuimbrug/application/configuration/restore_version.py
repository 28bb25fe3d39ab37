"""Back to an earlier version of a configured object; that is a new version in turn."""

from verzuimbrug.application.configuration.configure import Configured
from verzuimbrug.application.configuration.configured_objects import save_object
from verzuimbrug.application.configuration.versions import ConfiguredObject, list_versions
from verzuimbrug.domain.findings import Finding


def restore_version(
    of: ConfiguredObject, number: int, *, by: str, dry_run: bool = False
) -> Configured:
    """Saves the object as it was in a version; a dry run only says what would change.

    The code of an employer stays the present one: only renaming changes it (WG-3).
    """
    versions = list_versions(of) or ()
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        params = {"number": str(number), "object": " / ".join(of.key)}
        return Configured(findings=(Finding("CF030", params),))
    content = dict(found.content)
    if of.kind == "arbodienst":
        content.setdefault("retention", {})
    if of.kind == "employer":
        content["code"] = of.key[0]
    return save_object(of, content, by=by, dry_run=dry_run)
