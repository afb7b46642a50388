"""The access table as the design states it: text of its own, parsed, shared with no other code."""

# ruff: noqa: E501

from __future__ import annotations

TEXT = """
| id | record | action | when | SUB | OBS | PRI | COO | COL | MEM | CHA | SUP | OFF | OPE |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| P01 | school, cluster, region | read | any | y | y | y | y | y | y | y | y | y | y |
| P02 | school, people of a school | edit, import | any | . | . | . | . | . | . | . | . | . | y |
| P03 | user name and form of address | read | works together in any row below | y | y | y | y | y | y | y | y | . | y |
| P04 | user NIP, NUPTK, contact in full | read | any | y | . | . | . | . | . | . | . | . | y |
| P05 | own profile, own notifications | read, edit | addressee | y | . | . | . | . | . | . | . | . | . |
| P06 | appointment | read | any | y | . | y | . | . | . | . | . | . | y |
| P07 | appointment | start, end | not one's own | . | . | . | . | . | . | . | . | . | y |
| P08 | invitation or reset code for a teacher | issue | person of own place | . | . | y | . | . | . | . | . | . | y |
| P09 | draft | read, edit, discard | author only | y | . | . | . | . | . | . | . | . | . |
| P10 | audit, my record (who saw it) | read | record about me | y | . | . | . | . | . | . | . | . | . |
| P11 | audit, my own acts | read | actor | y | y | y | y | y | y | y | y | y | y |
| P12 | audit, accounts and appointments of a place | read | no record events | . | . | . | . | . | . | . | . | . | y |
| P13 | own or signer's NIP in a signature block | print | sheet may be printed by S12, S01, K06 | y | y | y | y | . | . | y | y | . | . |
| I01 | instrument version | read | published | y | y | y | y | y | y | y | y | y | y |
| I02 | instrument, own school | draft, publish | any | . | . | y | y | . | . | . | . | . | . |
| I03 | instrument, own region | draft, publish | any | . | . | . | . | . | . | . | y | y | . |
| S01 | programme | read | any | y | y | y | y | y | . | . | y | . | . |
| S02 | programme | edit, generate sessions | term open | . | . | y | y | . | . | . | . | . | . |
| S03 | session envelope (date, class, names, state) | read | any | y | y | y | y | . | . | . | y | . | . |
| S04 | session | create, reschedule, cancel with reason | open | . | y | y | . | . | . | . | . | . | . |
| S05 | session | propose another date | planned | y | y | . | . | . | . | . | . | . | . |
| S06 | agreement | read | planned, prepared, observed | y | y | y | . | . | . | . | . | . | . |
| S07 | agreement | edit, confirm own side | planned | y | y | . | . | . | . | . | . | . | . |
| S08 | self-assessment | write, read | before both sides saved; written once | y | . | . | . | . | . | . | . | . | . |
| S09 | self-assessment | read | both sides saved | y | y | . | . | . | . | . | . | . | . |
| S10 | evidence notes, observer ratings | write, read | before release; planned only with a recorded reason | . | y | . | . | . | . | . | . | . | . |
| S11 | session | release; withdraw while unopened | observed; self-assessment saved or no ratings | . | y | . | . | . | . | . | . | . | . |
| S12 | agreement, both ratings, evidence, turns | read, print, copy text | discussed and later | y | y | y | . | . | . | . | y | . | . |
| S13 | turn | write own; correct own as a new version | discussed; subject's reflection turn first | y | y | . | . | . | . | . | . | . | . |
| S14 | reply to the record | write | discussed and later, also closed | y | . | . | . | . | . | . | . | . | . |
| S15 | received / agreed | set own side | discussed | y | y | . | . | . | . | . | . | . | . |
| S16 | follow-up | read | discussed and later | y | y | y | . | . | . | . | y | . | . |
| S17 | follow-up | write together | discussed | y | y | . | . | . | . | . | . | . | . |
| S18 | follow-up | read and post proof | named owner or helper | y | y | y | y | y | . | . | y | . | . |
| S19 | follow-up | second look | following_up | . | y | y | . | . | . | . | . | . | . |
| S20 | session | close | following_up, one to three steps with owners | y | y | . | . | . | . | . | . | . | . |
| S21 | reflection, private | read, write, delete | author only | y | . | . | . | . | . | . | . | . | . |
| S22 | reflection | share, take back | share any time; take back until closed | y | . | . | . | . | . | . | . | . | . |
| S23 | reflection, shared | read | any | y | y | y | . | . | . | . | . | . | . |
| S24 | reflection, shared | read | subject also ticked supervisor | y | y | y | . | . | . | . | y | . | . |
| I04 | ready step | read; edit | any; edit: own region's, SUP and OFF alone | y | y | y | y | y | y | y | y | y | y |
| S25 | session | reopen within a day, with a reason | closed | y | y | . | . | . | . | . | . | . | . |
| S26 | correction | write beside the record | closed | y | y | . | . | . | . | . | . | . | . |
| S27 | anonymous word | give once; read own in batches of five or more | discussed and later | y | . | . | . | . | . | . | . | . | . |
| S28 | wish for help | read; edit: SUB, not taken up; make: COL at her school | any | y | . | y | . | y | . | . | . | . | . |
| S29 | group visit | read; edit: OBS and PRI | any | y | y | y | . | . | . | . | y | . | . |
| S30 | calibration | read: raters; edit: its maker | any | y | . | . | . | . | y | . | . | . | . |
| S31 | own quick phrase | edit | author only | y | . | . | . | . | . | . | . | . | . |
| S32 | term report of a school | read; edit: PRI | any | . | . | y | . | . | . | . | y | . | . |
| K01 | forum, its activities | read | any | . | . | . | . | . | y | y | y | . | . |
| K02 | forum | edit, members | any | . | . | . | . | . | . | y | . | . | . |
| K03 | activity envelope: title, kind, date, aspects, number present | read | own region | . | . | . | . | . | . | . | . | y | . |
| K04 | school activity | read | any | . | . | y | y | y | y | . | y | . | . |
| K05 | activity | create | own forum or school | . | . | y | y | y | y | y | y | . | . |
| K06 | activity, minutes, attendance list | edit | host is author | y | . | y | y | . | . | y | . | . | . |
| K07 | attendance | mark own by code | activity day, own row | y | . | . | . | . | y | . | . | . | . |
| K08 | lesson plan | read, edit, share wider, archive | author | y | . | . | . | . | . | . | . | . | . |
| K09 | lesson plan | read, suggest, adapt | scope school | y | . | y | y | y | . | . | . | . | . |
| K10 | lesson plan | read, suggest, adapt | scope forum | y | . | . | . | . | y | y | . | . | . |
| K11 | lesson plan | read, adapt | scope everyone | y | y | y | y | y | y | y | y | y | . |
| K12 | plan version tied to a session | read | session readable by S06, S12 | y | y | y | . | . | . | . | y | . | . |
| K13 | teaching note, method exchange | write | author | y | . | . | . | . | . | . | . | . | . |
| K14 | teaching note, method exchange | read | as the plan or activity it hangs on | y | . | y | y | y | y | y | y | . | . |
| K15 | link to a session or follow-up | read | session readable | y | y | y | . | . | . | . | y | . | . |
| K16 | link | write, confirm own side | follow-up or session own | y | . | y | . | . | . | . | . | . | . |
| K17 | link, aspect only | read | activity readable | y | . | y | y | y | y | y | y | . | . |
| K18 | vision | read; write pledge | school | y | . | y | y | y | . | . | y | . | . |
| K19 | vision | edit | school | . | . | y | . | . | . | . | . | . | . |
| K20 | climate pulse | answer once a term | teacher or coordinator there, not the principal | y | . | . | y | y | . | . | . | . | . |
| K21 | climate pulse, closed term | read aggregate | above the limit | y | . | y | y | y | . | . | y | y | . |
| K22 | barrier | write, read | school or own activity | . | . | y | y | y | y | y | . | . | . |
| K23 | coded excerpt, conclusion | write | of texts the coder may read | . | y | y | . | . | . | . | y | . | . |
| K24 | findings matrix | read | school | . | . | y | y | . | . | . | y | . | . |
| K52 | barrier | take back | its writer | y | . | . | . | . | . | . | . | . | . |
| K53 | own minutes in forms | read, add | any | y | . | . | . | . | . | . | . | . | . |
| K54 | minutes in forms of a school | read the sum | closed month, five people | . | . | y | . | . | . | . | . | . | . |
| K55 | offer of help | read; edit: SUB; make: COL at her school | any | y | . | y | y | y | y | . | . | . | . |
| K56 | invitation after a term | read own: SUB; count: PRI | any | y | . | y | . | . | . | . | . | . | . |
| K25 | quotation outside the school | allow, withdraw | own words | y | . | . | . | . | . | . | . | . | . |
| K34 | lesson study | read: MEM, CHA; speak: SUB; lead the talk: OBS, once the model teacher has spoken | any | y | y | . | . | . | y | y | . | . | . |
| K35 | notes of one observer of a lesson study | read; write: SUB | others: once the model teacher has spoken | y | . | . | . | . | y | . | . | . | . |
| K36 | words of a peer visit | read; agree: while the focus is open; note: OBS; thank: SUB, both once it is agreed | any | y | y | . | . | . | . | . | . | . | . |
| K37 | On task | read: MEM, CHA; write: SUB; take one in a series: MEM | any | y | . | . | . | . | y | y | . | . | . |
| K38 | file beside an activity; own file | attach; remove: SUB | activity not cancelled | y | . | y | y | . | y | y | . | . | . |
| K67 | file beside a lesson plan | add | plan not put away | y | . | . | . | . | . | . | . | . | . |
| K30 | forum | edit; found in a subdistrict: CHA alone | SUB: its chair and secretary; PRI, COO: of a kombel of their school | y | . | y | y | . | . | y | . | . | . |
| K31 | kombel | found at one's own school; join a forum by code | any | . | . | . | . | y | . | . | . | . | . |
| K32 | kombel of a school | read, join: COL; leave any forum: MEM | any | . | . | y | y | y | y | . | . | . | . |
| K33 | invitation to a forum | read, answer | addressee; answered once | y | . | . | . | . | . | . | . | . | . |
| K39 | own free hours | read, edit; pooled only for others | any | y | . | . | . | . | . | . | . | . | . |
| K40 | what one person tries, of a forum | read; answer: SUB | any | y | . | . | . | . | y | y | . | . | . |
| K41 | what one person tries, of a school | read | any | y | . | y | y | y | y | . | . | . | . |
| K42 | own attendance, own letter | read; certify: came and minuted | any | y | . | . | . | . | . | . | . | . | . |
| K61 | own place on a list | answer an invitation | activity not cancelled | y | . | . | . | . | . | . | . | . | . |
| K62 | answers to an invitation, their words | read | SUB: who calls | y | . | y | y | . | . | y | . | . | . |
| K57 | yearly programme of a forum | read | any | . | . | . | . | . | y | y | y | . | . |
| K58 | yearly programme of a kombel | read | any | . | . | y | y | y | . | . | . | . | . |
| K59 | forum, its yearly programme | plan the year, edit | SUB: its chair and secretary | y | . | . | . | . | . | y | . | . | . |
| K60 | kombel, its yearly programme | plan the year, edit | of a kombel | . | . | y | y | . | . | . | . | . | . |
| K63 | lesson study | change its team | activity not cancelled | y | y | . | . | . | . | y | . | . | . |
| K48 | method exchange | read by whom it was taken over from | names a lender (member) | . | . | . | . | . | y | . | . | . | . |
| K49 | teaching method | read | any | y | y | y | y | y | y | y | y | y | y |
| K50 | variety of methods at a school | read | from five teachers on | . | . | y | y | y | . | . | y | . | . |
| K44 | suggestion on a plan | suggest where the plan is everyone's: near ones; read; answer: SUB | answer once | y | y | y | y | y | y | y | . | . | . |
| K45 | lesson plan | leave a word, mark as read together | scope school, everyone | . | . | y | y | . | . | . | . | . | . |
| K46 | word of a leader on a plan | read | leaders: scope school, everyone | y | y | y | y | . | . | . | . | . | . |
| T01 | what a teacher means to try, and what came of it | read; answer: SUB, while it is open | any | y | . | . | . | . | . | . | . | . | . |
| K70 | figures by indicator at a school | read | section 2, told once a month | . | . | y | y | y | . | . | y | . | . |
| K75 | trace shown to the principal | read | shown to that school, no talk | . | . | y | . | . | . | . | . | . | . |
| K76 | trace without a talk | show, take back: SUB; choose own school: COL | observed, not yet confirmed by the principal | y | . | . | . | y | . | . | . | . | . |
| T07 | theme, of a school | read | any | . | . | y | y | . | . | . | y | . | . |
| T08 | theme, of a region | read | any | . | . | . | . | y | . | . | . | . | . |
| T09 | theme, of a school | write, retire | any | . | . | y | y | . | . | . | . | . | . |
| T10 | theme, of a region | write, retire | serves the whole region | . | . | . | . | . | . | . | y | y | . |
| T11 | shared text | code; take back own code: SUB | of texts the coder may read | y | . | y | y | . | . | . | y | . | . |
| T12 | conclusion of a school | read, write, check | any | . | . | y | y | . | . | . | y | . | . |
| T13 | conclusion of a region | read: also OFF, once agreed; write, check: SUP | serves the whole region | . | . | . | . | . | . | . | y | y | . |
| T02 | activity; own plan | intend: MEM; SUB, of a plan | not cancelled; not put away | y | . | . | . | . | y | . | . | . | . |
| T03 | live figures of ratings of a school | read | from five teachers on | . | . | y | . | . | . | . | . | . | . |
| T21 | visits, activities and plans behind numbers of a school | list | as far as each is readable | . | . | y | y | . | . | . | y | . | . |
| S33 | wishes behind a number of a school | list | any | . | . | y | . | . | . | . | . | . | . |
| T04 | cluster, process counts | read | any | . | . | . | . | . | . | . | y | y | . |
| T16 | report on the KKG | read; edit; make | of the place one chairs | . | . | . | . | . | . | y | . | . | . |
| T17 | report on assisted schools | read; edit; make | of the place one supervises | . | . | . | . | . | . | . | y | . | . |
| T14 | consent to research | read, give, withdraw | own | y | . | . | . | . | . | . | . | . | . |
| T15 | research pack | prepare; read; edit: SUB, its preparer | of one's own region; edit: not released | y | . | . | . | . | . | . | . | y | . |
| T19 | research pack | read: SUP; release what another prepared | looked over, not released | . | . | . | . | . | . | . | y | y | . |
| T20 | research pack | download, take back | released, not closed | . | . | . | . | . | . | . | . | y | . |
| T18 | recap of an area | read; edit; make | of one's own region | . | . | . | . | . | . | . | . | y | . |
| D01 | school dashboard, people | read | coverage by recency | . | . | y | . | . | . | . | y | . | . |
| D02 | school dashboard, process counts | read | any | . | . | y | y | . | . | . | y | y | . |
| D03 | school and region figures of ratings | read | section 2 | . | . | y | . | . | . | . | y | y | . |
| D04 | own growth | read | any | y | . | . | . | . | . | . | . | . | . |
| D05 | impact of an activity | read | activity or envelope readable, section 2 | . | . | y | y | y | y | y | y | y | . |
| D06 | export of a list | make | the list is readable; sudo above 200 rows | y | y | y | y | . | . | y | y | y | y |
| D07 | named released record | read 24 h | break-glass, 1.3 | . | . | . | . | . | . | . | . | y | . |
"""


def parse(text: str) -> dict[str, frozenset[str]]:
    """Relations that each row allows, by row id: ``{"S14": {"SUB"}, ...}``."""
    lines = [line.strip().strip("|").split("|") for line in text.strip().splitlines()]
    titles, _rule, *rows = [[cell.strip() for cell in line] for line in lines]
    columns = titles[4:]
    found = {}
    for row in rows:
        marks = dict(zip(columns, row[4:], strict=True))
        if set(marks.values()) - {"y", "."} or row[0] in found:
            raise ValueError(f"Row {row[0]} cannot be read.")
        found[row[0]] = frozenset(name for name, mark in marks.items() if mark == "y")
    return found


TABLE = parse(TEXT)
