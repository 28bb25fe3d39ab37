"""What may be shown of the text of each tag when a message is looked at (VZ-14, WN-6).

The lists hold every simple tag of the catalogue, each in one of them. A tag that is in none,
because the catalogue does not have it, may hold anything: its text is never shown.
"""

from enum import StrEnum


class Secrecy(StrEnum):
    """Whether the text of an element is shown."""

    OPEN = "open"
    PERSONAL = "personal"
    """Only to somebody who asks for it, and that is kept."""
    NEVER = "never"


OPEN = frozenset(
    {
        # The message itself.
        *("AandatBr", "AantijdBr", "BrCd", "VnrBrCd", "FunctieBrCd", "GebrSwPakket", "TestJN"),
        *("IdInzndr", "IdOntvngr", "Berrefnr", "BerrefnrIngzndnBer", "OntvngstbevJN"),
        *("CntrctGegGewenstJN", "IngdatVerslagperiode", "EnddatVerslagperiode"),
        # What an answer says of a message or a report, but for its sentences.
        *("SrtRetmldngCd", "SrtFoutCd", "VrwrkbhdCd", "CtrlCd"),
        # Employers, arbodiensten, insurers.
        *("HndlsnmOrg", "InschrijvingsnrKvK", "VestigingsnrHandelsregister", "Lhnr", "LhNr"),
        *("IdWrkgvrArbdnst", "IDWrkgvrVerzekeraar", "IdWrkgvrUWV", "AansltnrGeguitwlngArbdnst"),
        *("IdArbdnst", "ArbdnstCd", "IdVrzkrVolmachtCd", "IdVrzkrCollectieveZorgCd"),
        *("IdVrzkrERDZWCd", "IdVrzkrWGACd", "IndERDWGA", "IndERDZW", "IngdatERDWGA"),
        *("IngdatERDZW", "EnddatERDWGA", "EnddatERDZW", "CdRisicopremiegroep", "CdSectorOsv"),
        *("SectorVolgensSBI", "RdnGnGgvnsuitw", "KpplCd", "RdnEndMCd"),
        # Counts of persons at an employer.
        *("AantFTE", "AantUrenFTE", "AantWrknmrs", "AantMannelijkeFTE", "AantMannelijkeWrknmrs"),
        *("AantVrouwelijkeFTE", "AantVrouwelijkeWrknmrs", "AantalNulurencntrcten"),
        *("AantWrknmrsInDienstSindsVorigePeildat", "AantWrknmrsUitDienstSindsVorigePeildat"),
        *("PeildatPersoneelssterkte", "VorigePeildatPersoneelssterkte"),
        # Contracts between organisations.
        *("Cntrnr", "CntrnrPakket", "CntrctPerCd", "StatusCntrctCd", "RdnBeeindCntrct"),
        *("SrtVrzmvrzCd", "SrtVerzekeringCd", "AantVrzkrdn", "Productkenmerk", "LoonsrtCd"),
        *("MaxJrLoonVrzkrd", "PercWrkgvrslasten", "PrcDkkngJr1", "PrcDkkngJr2"),
        *("WachttijdInDgn", "InloopJN", "UitloopJN", "TypArbContCod", "TypeArbopakketCd"),
        *("TypeArbopakketOms", "DnstvrlnngId", "RdnEindDnstvrl"),
        # By which a person, an employment or a case is known, and never by more.
        *("IdWrknmr", "IdWrknmrOud", "IdWrknmrArbdnst", "IdWrknmrVzkr"),
        *("IdDnstvbnd", "IdDnstvbndOud", "IdArbeidsrelatie", "IdArbeidsrelatieOud"),
        *("VrzmgvlId", "VrzmgvlIdOud", "VrzmgvlVnrMld", "IdAfspraak", "IdAfspraakOud"),
        *("IdDocument", "IdDocumentOud", "IdPrevDienst", "IdCntctprsn", "KenmerkZendPartij"),
        # What a report does, from when: without it nobody can follow what became of it.
        *("VrwrkCd", "IngdatMut", "IngdatMutVrzm", "IngdatMutVrzmOud", "IngdatMutPrev"),
        *("EndVrzmJN", "DatEerstVrzmdg", "DatEerstVrzmdgOud", "DatHrstld", "DatHrstldWrkgvr"),
        *("DatVrwHrstl", "DatVrzmArbo", "DatVrzmWrkgvr", "PrcVrzm", "Ingdat", "Enddat"),
        # Kinds of what stands beside them.
        *("SrtAdrsCd", "SrtComCd", "RolCntprsnCd", "StatDocumentCd", "PrioriteitCd"),
        *("AdresseringCd", "BestandTypCd", "StatusAfspraakCd"),
    }
)

PERSONAL = frozenset(
    {
        # Who somebody is.
        *("SignNm", "Achternaam", "Voorl", "Voorv", "Roepnaam", "TitVNm", "TitANm", "NmvrkrCd"),
        *("GslchtCd", "Gebdat", "Overldat", "NivOpldngCd", "WrknmrNoriskJN", "NmIp"),
        # Where somebody lives, is nursed, and can be reached.
        *("StraatLang", "Huisnr", "HuisToev", "HuisnrBtl", "HuisnrToevBtl", "Pc", "PcBtl"),
        *("Wnpl", "WnplBtl", "RegBtl", "LandCd", "Landnm", "LocomsBtl", "Pbnr"),
        *("SrtVrplgadrsCd", "NmVrpladrs", "NrCom", "Iban", "Bic"),
        # Somebody's work.
        *("Persnr", "PersNr", "PersNrOud", "NmFnct", "Fnctcd", "SrtDnstvbndCd", "CdBepTd"),
        *("AantCtrcturenPWk", "AantUNormWk", "AantLnwchtdgn", "PrcLndrbtng", "FsIndFZ"),
        *("SrtVarWrktdCd", "VrdlngCd", "DGAJN", "CntrnrArbdnst", "RdEndDnstvbndCd"),
        *("OrgeenhCd", "NmOrgeenh", "OndOrgeenhCd", "OndOrgeenhCdNm", "KostenplaatsCd"),
        *("NmKostenplaats", "OndKostenplaatsCd", "OndKostenplaatsNm", "OmsStandplts"),
        "PcStandplts",
        # Why somebody is absent, and what is done about it.
        *("OorzkVrzmCd", "VngntJN", "WAZOCd", "BijzRdnStartVrzmCd", "RdnEndVrzmCd", "ArbCnflJN"),
        *("RdnEndVrzmBegeleidingCd", "PrcArbther", "WGAERDJN", "ZWERDJN", "ActieCd"),
        *("DatVanPrevD", "DatTotPrevD", "PreventDienst", "PevDienstToev", "VerbPrevDCode"),
        *("VerbPrevDOms", "DatAfspraak", "DatAfspraakOud", "TijdAfspraak", "TijdAfspraakOud"),
        *("DuurAfspraak", "VormAfspraakCd", "OmsSrtAfspraak"),
        *("DatDocument", "SrtDocumentCd", "SrtDocumentOms", "RdAanlevDocumentCd", "Bestandsnm"),
        # Sentences of a system, which may quote a value.
        *("MldngTkst", "Toelchtng"),
    }
)

NEVER = frozenset({"SofiNr", "VrijeTekst", "Datastring"})
"""The citizen service number; what a person wrote, and documents, which may hold medical facts."""


NEVER_SHOWN = frozenset({"Documenten", "MedischeKaart"})
"""The messages of which nothing is shown but the general part: documents and medical records."""


def is_never_shown(*messages: str) -> bool:
    """Whether one of these messages, by the names of their tables, is never shown (DG-6).

    They are what a message is, and what its stream carries: it may be either.
    """
    return not NEVER_SHOWN.isdisjoint(messages)


def secrecy_of(tag: str) -> Secrecy:
    """Return whether the text of elements with this tag is shown."""
    if tag in OPEN:
        return Secrecy.OPEN
    return Secrecy.PERSONAL if tag in PERSONAL else Secrecy.NEVER
