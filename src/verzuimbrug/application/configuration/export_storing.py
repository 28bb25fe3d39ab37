"""Exports in the store: written, and read as a configuration file says them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from verzuimbrug.application.configuration.entries import ExportEntry, ScopeEntry
from verzuimbrug.application.configuration.export_settings import EXPORT_DEFAULTS
from verzuimbrug.store.models import Employer, EmployerGroup, Export, ExportScope


def store_exports(exports: Collection[ExportEntry], arbodienst: int) -> None:
    """Writes, within the tenant, these exports; one that is new begins switched off."""
    rows = [
        Export(
            arbodienst_id=arbodienst,
            name=each.name,
            scope_all=each.scope.everything,
            settings=each.settings,
        )
        for each in exports
    ]
    Export.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["arbodienst", "name"],
        update_fields=["scope_all", "settings"],
    )
    _store_scopes(exports, arbodienst)


def _store_scopes(exports: Collection[ExportEntry], arbodienst: int) -> None:
    ids = dict(Export.objects.values_list("name", "id"))
    groups = dict(EmployerGroup.objects.values_list("code", "id"))
    named = {code for each in exports for code in each.scope.employers}
    employers = dict(Employer.objects.filter(code__in=named).values_list("code", "id"))
    rows = []
    for each in exports:
        parts = [{"group_id": groups[code]} for code in each.scope.employer_groups]
        parts += [{"employer_id": employers[code]} for code in each.scope.employers]
        rows += [
            ExportScope(arbodienst_id=arbodienst, export_id=ids[each.name], **part)
            for part in parts
        ]
    ExportScope.objects.filter(export__in=[ids[each.name] for each in exports]).delete()
    ExportScope.objects.bulk_create(rows)


def stored_exports(
    groups: Mapping[int, str], employers: Mapping[int, str]
) -> tuple[ExportEntry, ...]:
    """The exports of the present tenant; the codes of groups and employers by store id."""
    scopes: dict[int, list[ExportScope]] = defaultdict(list)
    for row in ExportScope.objects.all():
        scopes[row.export_id].append(row)
    return tuple(
        ExportEntry(
            name=row.name,
            scope=_scope(row, scopes[row.id], groups, employers),
            settings={key: row.settings[key] for key in EXPORT_DEFAULTS if key in row.settings},
        )
        for row in Export.objects.order_by("name")
    )


def _scope(
    export: Export,
    rows: Sequence[ExportScope],
    groups: Mapping[int, str],
    employers: Mapping[int, str],
) -> ScopeEntry:
    return ScopeEntry(
        everything=export.scope_all,
        employer_groups=tuple(sorted(groups[row.group_id] for row in rows if row.group_id)),
        employers=tuple(sorted(employers[row.employer_id] for row in rows if row.employer_id)),
    )
