package io.muster.notices;

import io.muster.leavers.LeaverReports;
import io.muster.leavers.LeaverTimes;
import io.muster.notices.NoticeDesk.Audience;
import io.muster.notices.NoticeDesk.Found;
import io.muster.people.EmployeeId;
import org.springframework.stereotype.Component;

/** Finds leavers who are not secured although the promised time has passed. */
@Component
class LeaverLook implements Look {
  private static final int MOST = 200;

  private final NoticesProperties properties;
  private final LeaverReports leavers;
  private final PersonNaming people;
  private final NoticeDesk desk;

  LeaverLook(
      NoticesProperties properties, LeaverReports leavers, PersonNaming people, NoticeDesk desk) {
    this.properties = properties;
    this.leavers = leavers;
    this.people = people;
    this.desk = desk;
  }

  @Override
  public String name() {
    return "notices-leavers";
  }

  @Override
  public void look() {
    var late = leavers.unsecured(MOST).stream().filter(LeaverTimes::late).map(this::found).toList();
    desk.tellAll(
        late,
        new Audience(properties.groupsFor(Topic.LEAVER), properties.repeat()),
        count ->
            new Notice(
                Topic.LEAVER,
                "[Muster] %d leavers are not secured in time".formatted(count),
                "%d leavers are not seen shut out although the promised time has passed. Muster goes on trying."
                    .formatted(count),
                "/console/leavers"));
  }

  private Found found(LeaverTimes leaver) {
    return new Found(
        "leaver/%s/%s".formatted(leaver.caseId(), leaver.effectiveAt()),
        new Notice(
            Topic.LEAVER,
            "[Muster] A leaver is not secured in time",
            "A leaver%s is not seen shut out although the promised time has passed. Muster goes on trying; what it cannot do has to be done by hand."
                .formatted(people.of(new EmployeeId(leaver.employee()))),
            "/console/cases/" + leaver.caseId()));
  }
}
