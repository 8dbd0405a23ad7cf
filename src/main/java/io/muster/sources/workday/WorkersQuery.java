package io.muster.sources.workday;

import io.muster.sources.workday.WorkdayProperties.Connection;
import io.muster.sources.workday.WorkdayProperties.SignIn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which workers are asked for, and as of when. The answer comes in pages, and every page is asked
 * for as of the same moment, or people would fall between two.
 *
 * @param whom the request's references or criteria, in XML
 * @param day as of which day
 * @param entry as of which moment of entry
 */
record WorkersQuery(String whom, LocalDate day, Instant entry) {
  private static final String MESSAGE =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:wd="urn:com.workday/bsvc">
      <env:Header>%s</env:Header>
      <env:Body><wd:Get_Workers_Request wd:version="%s">
      %s
      <wd:Response_Filter>
      <wd:As_Of_Effective_Date>%s</wd:As_Of_Effective_Date>
      <wd:As_Of_Entry_DateTime>%s</wd:As_Of_Entry_DateTime>
      <wd:Page>%d</wd:Page>
      <wd:Count>%d</wd:Count>
      </wd:Response_Filter>
      <wd:Response_Group>
      <wd:Include_Reference>1</wd:Include_Reference>
      <wd:Include_Personal_Information>1</wd:Include_Personal_Information>
      <wd:Include_Employment_Information>1</wd:Include_Employment_Information>
      <wd:Include_Compensation>0</wd:Include_Compensation>
      <wd:Include_Organizations>1</wd:Include_Organizations>
      <wd:Exclude_Organization_Support_Role_Data>1</wd:Exclude_Organization_Support_Role_Data>
      <wd:Include_Roles>0</wd:Include_Roles>
      <wd:Include_Management_Chain_Data>1</wd:Include_Management_Chain_Data>
      <wd:Include_Transaction_Log_Data>1</wd:Include_Transaction_Log_Data>
      </wd:Response_Group>
      </wd:Get_Workers_Request></env:Body></env:Envelope>
      """;
  private static final String SIGNED =
      """
      <wsse:Security env:mustUnderstand="1" xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">
      <wsse:UsernameToken><wsse:Username>%s</wsse:Username>
      <wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText">%s</wsse:Password>
      </wsse:UsernameToken></wsse:Security>""";
  private static final String CRITERIA =
      """
      <wd:Request_Criteria>%s<wd:Exclude_Inactive_Workers>0</wd:Exclude_Inactive_Workers></wd:Request_Criteria>""";
  private static final String WINDOW =
      """
      <wd:Transaction_Log_Criteria_Data><wd:Transaction_Date_Range_Data>
      <wd:%1$s_From>%2$s</wd:%1$s_From><wd:%1$s_Through>%3$s</wd:%1$s_Through>
      </wd:Transaction_Date_Range_Data></wd:Transaction_Log_Criteria_Data>
      """;

  /** All workers there are, those who have left too. */
  static WorkersQuery everybody(LocalDate day, Instant entry) {
    return new WorkersQuery(CRITERIA.formatted(""), day, entry);
  }

  /** Those about whom something was entered in one window, or is so from a moment in the other. */
  static WorkersQuery logged(
      @Nullable Window entered, Window effective, LocalDate day, Instant entry) {
    var windows = (entered == null ? "" : entered.xml("Updated")) + effective.xml("Effective");
    return new WorkersQuery(CRITERIA.formatted(windows), day, entry);
  }

  /** These records. */
  static WorkersQuery records(Collection<String> wids, LocalDate day, Instant entry) {
    return referring(List.of("WID"), wids, day, entry);
  }

  /** All records of the people with these Worker IDs. */
  static WorkersQuery people(Collection<String> workerIds, LocalDate day, Instant entry) {
    return referring(List.of("Employee_ID", "Contingent_Worker_ID"), workerIds, day, entry);
  }

  private static WorkersQuery referring(
      List<String> types, Collection<String> ids, LocalDate day, Instant entry) {
    var references =
        ids.stream()
            .flatMap(
                id ->
                    types.stream()
                        .map(
                            type ->
                                "<wd:Worker_Reference><wd:ID wd:type=\"%s\">%s</wd:ID></wd:Worker_Reference>"
                                    .formatted(type, escaped(id))))
            .collect(Collectors.joining("\n"));
    return new WorkersQuery(
        "<wd:Request_References wd:Skip_Non_Existing_Instances=\"1\">%s</wd:Request_References>"
            .formatted(references),
        day,
        entry);
  }

  /**
   * A span of time.
   *
   * @param through the last moment that belongs to it
   */
  record Window(Instant from, Instant through) {
    private String xml(String kind) {
      return WINDOW.formatted(kind, from, through);
    }
  }

  /** The message that asks for one page; it may hold the password. */
  String message(Connection connection, int page) {
    var password = connection.password();
    var signed =
        connection.signIn() == SignIn.USERNAME_TOKEN && !connection.byToken() && password != null
            ? SIGNED.formatted(escaped(connection.accountInTenant()), escaped(password.reveal()))
            : "";
    return MESSAGE.formatted(
        signed, connection.version(), whom, day, entry, page, connection.pageSize());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
