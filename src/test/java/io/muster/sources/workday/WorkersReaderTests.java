package io.muster.sources.workday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.sources.workday.WorkersReader.Faulty;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is read of an answer of Get_Workers, and what is refused. */
class WorkersReaderTests {
  private static final String WORKER =
      """
      <wd:Worker><wd:Worker_Reference><wd:ID wd:type="WID">a1</wd:ID>
        <wd:ID wd:type="Employee_ID">21001</wd:ID></wd:Worker_Reference>
      <wd:Worker_Data><wd:Worker_ID>21001</wd:Worker_ID>
        <wd:Personal_Data><wd:Name_Data><wd:Legal_Name_Data><wd:Name_Detail_Data>
          <wd:First_Name>Jo &amp; <![CDATA[<Ann>]]></wd:First_Name><wd:Last_Name>Doe</wd:Last_Name>
        </wd:Name_Detail_Data></wd:Legal_Name_Data></wd:Name_Data></wd:Personal_Data>
        <wd:Employment_Data>
          <wd:Worker_Job_Data wd:Primary_Job="0"><wd:Position_Data><wd:Business_Title>Second job</wd:Business_Title></wd:Position_Data></wd:Worker_Job_Data>
          <wd:Worker_Job_Data wd:Primary_Job="1"><wd:Position_Data><wd:Business_Title>Engineer</wd:Business_Title></wd:Position_Data></wd:Worker_Job_Data>
          <wd:Worker_Status_Data><wd:Active>1</wd:Active><wd:Hire_Date>2026-02-02-08:00</wd:Hire_Date>
            <wd:Original_Hire_Date>2020-01-01</wd:Original_Hire_Date><wd:Terminated>0</wd:Terminated></wd:Worker_Status_Data>
        </wd:Employment_Data>
      </wd:Worker_Data></wd:Worker>
      """;
  private static final String ANSWER =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>
      <wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="v40.1">
      <wd:Response_Results><wd:Total_Results>1</wd:Total_Results><wd:Total_Pages>1</wd:Total_Pages>
      <wd:Page_Results>1</wd:Page_Results><wd:Page>1</wd:Page></wd:Response_Results>
      <wd:Response_Data>%s</wd:Response_Data></wd:Get_Workers_Response></env:Body></env:Envelope>
      """
          .strip()
          .formatted(WORKER);

  @Test
  void takesADateForADayOfTheCalendarWhateverItsOffset() throws Exception {
    var worker = read(ANSWER).workers().get(0);
    assertThat(Objects.requireNonNull(worker.employment()).hired())
        .isEqualTo(LocalDate.of(2026, 2, 2));
    assertThat(worker.row()).containsEntry(Columns.HIRE_DATE, "2026-02-02");
  }

  @Test
  void readsThePrimaryJobAndTextsAsTheyAreWritten() throws Exception {
    assertThat(read(ANSWER).workers().get(0).row())
        .containsAllEntriesOf(
            Map.of(
                Columns.LEGAL_FIRST_NAME, "Jo & <Ann>",
                Columns.BUSINESS_TITLE, "Engineer",
                Columns.EMPLOYEE_ID, "21001"));
  }

  @Test
  void tellsAFieldThatIsEmptyFromAPartThatIsNotShown() throws Exception {
    var row = read(ANSWER).workers().get(0).row();
    assertThat(row).containsEntry(Columns.LOCATION, null);
    assertThat(row).doesNotContainKeys(Columns.COST_CENTER, Columns.MANAGER_ID);
  }

  @Test
  void takesAMomentWithoutAnOffsetForOneInTheZoneOfTheUser() throws Exception {
    assertThat(WorkdayDates.moment("it", "2026-05-11T23:30:00", ZoneId.of("America/Los_Angeles")))
        .isEqualTo("2026-05-12T06:30:00Z");
  }

  @Test
  void refusesAnAnswerWhereverItIsCutOff() {
    for (int end = 0; end < ANSWER.length(); end++) {
      var cut = ANSWER.substring(0, end);
      assertThatThrownBy(() -> read(cut))
          .as("cut at %d", end)
          .isInstanceOf(UnreadableResponse.class);
    }
  }

  @Test
  void refusesToFetchAnythingForADocument() {
    var attack =
        ANSWER.replace(
            "<env:Envelope",
            "<!DOCTYPE x [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]><env:Envelope");
    assertThatThrownBy(() -> read(attack.replace("Engineer", "&secret;")))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("document type");
  }

  @Test
  void refusesABillionLaughs() {
    var laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"ha\">");
    for (int level = 1; level < 30; level++) {
      laughs.append("<!ENTITY l%d \"&l%d;&l%d;\">".formatted(level, level - 1, level - 1));
    }
    var attack =
        ANSWER.replace("<env:Envelope", laughs + "]><env:Envelope").replace("Engineer", "&l29;");
    assertThatThrownBy(() -> read(attack))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("document type");
  }

  @Test
  void refusesAnEntityThatNobodyDeclared() {
    assertThatThrownBy(() -> read(ANSWER.replace("Engineer", "&laugh;")))
        .isInstanceOf(UnreadableResponse.class);
  }

  @Test
  void refusesElementsNestedWithoutEnd() {
    var deep = "<wd:a>".repeat(5000) + "</wd:a>".repeat(5000);
    assertThatThrownBy(() -> read(ANSWER.replace("Engineer", deep)))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("nested");
  }

  @Test
  void refusesAnAnswerThatDoesNotHoldWhatItSays() {
    assertThatThrownBy(() -> read(ANSWER.replace(WORKER, WORKER + WORKER)))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("says that it holds 1 workers and holds 2");
    assertThatThrownBy(() -> read(ANSWER.replace("2026-02-02", "2026-02-31")))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("Hire_Date is not a date");
    assertThatThrownBy(() -> read("<html><body>Sign in</body></html>"))
        .isInstanceOf(UnreadableResponse.class)
        .hasMessageContaining("holds no Get_Workers_Response");
  }

  @Test
  void takesAFaultForAFaultWhateverTheStatusWas() {
    var fault =
        """
        <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>
        <faultcode>e:Server</faultcode><faultstring>Out of order</faultstring></e:Fault></e:Body></e:Envelope>
        """;
    assertThatThrownBy(() -> read(fault)).isInstanceOf(Faulty.class).hasMessage("Out of order");
  }

  private static WorkersPage read(String answer) throws UnreadableResponse, Faulty {
    return new WorkersReader(ZoneId.of("America/Los_Angeles"))
        .read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
  }
}
