"""A record with another pipe than its category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qradar_builder.findings import Severity
from qradar_builder.lint.rule import Confidence, LintRule, Problem
from qradar_builder.lint.subjects.archive import ArchiveSubject
from qradar_builder.reference.pipes import qid_pipe
from qradar_builder.text.shown import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator


def _check(subject: ArchiveSubject) -> Iterator[Problem]:
    for row in subject.tables.rows("qidmap"):
        category, written = row.text("lowlevelcategory") or "", row.text("catpipename")
        if written and category.isdecimal() and len(category) < 6:
            pipe = qid_pipe(int(category)).catpipename
            if pipe != written:
                yield Problem(
                    origin=subject.tables.place(row, "catpipename"),
                    message=f"the pipe is `{fitted(written, 40)}`, not `{pipe}`",
                )


RULE = LintRule(
    id="archive/event-pipe",
    severity=Severity.NOTE,
    confidence=Confidence.MEDIUM,
    subject=ArchiveSubject,
    summary="The pipe of a QID record is that of its category.",
    rationale=(
        "The pipe decides which rules check the event. QRadar sets it by the category; a row that "
        "says otherwise was written by hand."
    ),
    help="write the pipe of the category",
    bad="""\
<content>
  <qradarversion>2021.6.0.20211220195207</qradarversion>
  <sensordevicecategory>
    <id>5</id><categoryname>SW</categoryname><categorydescription>SW/Integration</categorydescription>
  </sensordevicecategory>
  <sensordevicetype>
    <id>4003</id><devicetypename>ExampleCustom</devicetypename>
    <devicetypedescription>Example</devicetypedescription><devicecategoryid>5</devicecategoryid>
    <devicetypeoverride>4000</devicetypeoverride><extension_id>3</extension_id>
    <devicetypecredibility>5</devicetypecredibility><defaultlanguageid>1</defaultlanguageid>
    <uniqueperhost>false</uniqueperhost><mask>0</mask><dsmparameter></dsmparameter>
    <uuid>11111111-2222-4333-8444-555555555555</uuid>
  </sensordevicetype>
  <device_ext>
    <id>3</id><uuid>11111111-2222-4333-8444-555555555556</uuid><name>ExampleCustom_ext</name>
    <description></description><enabled>true</enabled><use_condition>0</use_condition>
    <xml>PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiIHN0YW5kYWxvbmU9InllcyI/PjxuczI6ZGV2aWNlLWV4dGVuc2lv
biB4bWxuczpuczI9ImV2ZW50X3BhcnNpbmcvZGV2aWNlX2V4dGVuc2lvbiI+PHBhdHRlcm4gaWQ9IkV2ZW50TmFtZV9QYXR0ZXJu
XzEiIHR5cGU9IkphdmFQYXR0ZXJuIj5pZD0oXHcrKTwvcGF0dGVybj48bWF0Y2gtZ3JvdXAgb3JkZXI9IjEiIGRldmljZS10eXBl
LWlkLW92ZXJyaWRlPSI0MDAzIj48bWF0Y2hlciBmaWVsZD0iRXZlbnROYW1lIiBvcmRlcj0iMSIgcGF0dGVybi1pZD0iRXZlbnRO
YW1lX1BhdHRlcm5fMSIgY2FwdHVyZS1ncm91cD0iXDEiIGVuYWJsZS1zdWJzdGl0dXRpb25zPSJ0cnVlIi8+PC9tYXRjaC1ncm91
cD48L25zMjpkZXZpY2UtZXh0ZW5zaW9uPg==</xml>
  </device_ext>
  <qidmap>
    <id>12</id><qid>1002750002</qid><uuid>11111111-2222-4333-8444-555555555552</uuid>
    <qname>Login succeeded</qname><qdescription></qdescription><severity>1</severity>
    <lowlevelcategory>3046</lowlevelcategory><catpipename>Alpha</catpipename>
    <rateshortwindow>0</rateshortwindow><ratelongwindow>0</ratelongwindow><rateinterval>0</rateinterval>
    <ratethreshold>0</ratethreshold><reverseip>false</reverseip>
  </qidmap>
  <qidmap>
    <id>10</id><qid>1002750000</qid><uuid>11111111-2222-4333-8444-555555555550</uuid>
    <qname>Example Message</qname><qdescription></qdescription><severity>3</severity>
    <lowlevelcategory>10009</lowlevelcategory><catpipename>Processor3</catpipename>
    <rateshortwindow>0</rateshortwindow><ratelongwindow>0</ratelongwindow><rateinterval>0</rateinterval>
    <ratethreshold>0</ratethreshold><reverseip>false</reverseip>
  </qidmap>
  <qidmap>
    <id>11</id><qid>1002750001</qid><uuid>11111111-2222-4333-8444-555555555551</uuid><qname>Unknown</qname>
    <qdescription></qdescription><severity>3</severity><lowlevelcategory>10001</lowlevelcategory>
    <catpipename>Foxtrot</catpipename><rateshortwindow>0</rateshortwindow><ratelongwindow>0</ratelongwindow>
    <rateinterval>0</rateinterval><ratethreshold>0</ratethreshold><reverseip>false</reverseip>
  </qidmap>
  <dsmevent>
    <id>20</id><devicetypeid>4003</devicetypeid><deviceeventid>unknown</deviceeventid>
    <deviceeventcategory>Stored</deviceeventcategory><qidmapid>10</qidmapid><customevent>true</customevent>
    <uuid>11111111-2222-4333-8444-555555555510</uuid>
  </dsmevent>
  <dsmevent>
    <id>21</id><devicetypeid>4003</devicetypeid><deviceeventid>unknown</deviceeventid>
    <deviceeventcategory>unknown</deviceeventcategory><qidmapid>11</qidmapid><customevent>true</customevent>
    <uuid>11111111-2222-4333-8444-555555555511</uuid>
  </dsmevent>
  <dsmevent>
    <id>22</id><devicetypeid>4003</devicetypeid><deviceeventid>login</deviceeventid>
    <deviceeventcategory>unknown</deviceeventcategory><qidmapid>12</qidmapid><customevent>true</customevent>
    <uuid>11111111-2222-4333-8444-555555555512</uuid>
  </dsmevent>
</content>
""",
    good="""\
<content>
  <qradarversion>2021.6.0.20211220195207</qradarversion>
  <sensordevicecategory>
    <id>5</id><categoryname>SW</categoryname><categorydescription>SW/Integration</categorydescription>
  </sensordevicecategory>
  <sensordevicetype>
    <id>4003</id><devicetypename>ExampleCustom</devicetypename>
    <devicetypedescription>Example</devicetypedescription><devicecategoryid>5</devicecategoryid>
    <devicetypeoverride>4000</devicetypeoverride><extension_id>3</extension_id>
    <devicetypecredibility>5</devicetypecredibility><defaultlanguageid>1</defaultlanguageid>
    <uniqueperhost>false</uniqueperhost><mask>0</mask><dsmparameter></dsmparameter>
    <uuid>11111111-2222-4333-8444-555555555555</uuid>
  </sensordevicetype>
  <device_ext>
    <id>3</id><uuid>11111111-2222-4333-8444-555555555556</uuid><name>ExampleCustom_ext</name>
    <description></description><enabled>true</enabled><use_condition>0</use_condition>
    <xml>PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiIHN0YW5kYWxvbmU9InllcyI/PjxuczI6ZGV2aWNlLWV4dGVuc2lv
biB4bWxuczpuczI9ImV2ZW50X3BhcnNpbmcvZGV2aWNlX2V4dGVuc2lvbiI+PHBhdHRlcm4gaWQ9IkV2ZW50TmFtZV9QYXR0ZXJu
XzEiIHR5cGU9IkphdmFQYXR0ZXJuIj5pZD0oXHcrKTwvcGF0dGVybj48bWF0Y2gtZ3JvdXAgb3JkZXI9IjEiIGRldmljZS10eXBl
LWlkLW92ZXJyaWRlPSI0MDAzIj48bWF0Y2hlciBmaWVsZD0iRXZlbnROYW1lIiBvcmRlcj0iMSIgcGF0dGVybi1pZD0iRXZlbnRO
YW1lX1BhdHRlcm5fMSIgY2FwdHVyZS1ncm91cD0iXDEiIGVuYWJsZS1zdWJzdGl0dXRpb25zPSJ0cnVlIi8+PC9tYXRjaC1ncm91
cD48L25zMjpkZXZpY2UtZXh0ZW5zaW9uPg==</xml>
  </device_ext>
  <qidmap>
    <id>12</id><qid>1002750002</qid><uuid>11111111-2222-4333-8444-555555555552</uuid>
    <qname>Login succeeded</qname><qdescription></qdescription><severity>1</severity>
    <lowlevelcategory>3046</lowlevelcategory><catpipename>Echo</catpipename>
    <rateshortwindow>0</rateshortwindow><ratelongwindow>0</ratelongwindow><rateinterval>0</rateinterval>
    <ratethreshold>0</ratethreshold><reverseip>false</reverseip>
  </qidmap>
  <qidmap>
    <id>10</id><qid>1002750000</qid><uuid>11111111-2222-4333-8444-555555555550</uuid>
    <qname>Example Message</qname><qdescription></qdescription><severity>3</severity>
    <lowlevelcategory>10009</lowlevelcategory><catpipename>Processor3</catpipename>
    <rateshortwindow>0</rateshortwindow><ratelongwindow>0</ratelongwindow><rateinterval>0</rateinterval>
    <ratethreshold>0</ratethreshold><reverseip>false</reverseip>
  </qidmap>
  <qidmap>
    <id>11</id><qid>1002750001</qid><uuid>11111111-2222-4333-8444-555555555551</uuid><qname>Unknown</qname>
    <qdescription></qdescription><severity>3</severity><lowlevelcategory>10001</lowlevelcategory>
    <catpipename>Foxtrot</catpipename><rateshortwindow>0</rateshortwindow><ratelongwindow>0</ratelongwindow>
    <rateinterval>0</rateinterval><ratethreshold>0</ratethreshold><reverseip>false</reverseip>
  </qidmap>
  <dsmevent>
    <id>20</id><devicetypeid>4003</devicetypeid><deviceeventid>unknown</deviceeventid>
    <deviceeventcategory>Stored</deviceeventcategory><qidmapid>10</qidmapid><customevent>true</customevent>
    <uuid>11111111-2222-4333-8444-555555555510</uuid>
  </dsmevent>
  <dsmevent>
    <id>21</id><devicetypeid>4003</devicetypeid><deviceeventid>unknown</deviceeventid>
    <deviceeventcategory>unknown</deviceeventcategory><qidmapid>11</qidmapid><customevent>true</customevent>
    <uuid>11111111-2222-4333-8444-555555555511</uuid>
  </dsmevent>
  <dsmevent>
    <id>22</id><devicetypeid>4003</devicetypeid><deviceeventid>login</deviceeventid>
    <deviceeventcategory>unknown</deviceeventcategory><qidmapid>12</qidmapid><customevent>true</customevent>
    <uuid>11111111-2222-4333-8444-555555555512</uuid>
  </dsmevent>
</content>
""",
    check=_check,
)
