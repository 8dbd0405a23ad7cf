package io.muster.sources.workday;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.muster.sources.workday.WorkersReader.Faulty;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever Workday, or a proxy before it, answers, it is read, a fault, or unreadable. */
class WorkersAnswerFuzz {
  static Stream<byte[]> answers() {
    return Stream.of(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>
            <wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="v40.1">
            <wd:Response_Results><wd:Total_Results>1</wd:Total_Results><wd:Total_Pages>1</wd:Total_Pages>
            <wd:Page_Results>1</wd:Page_Results><wd:Page>1</wd:Page></wd:Response_Results>
            <wd:Response_Data><wd:Worker><wd:Worker_Reference><wd:ID wd:type="WID">a1</wd:ID>
            <wd:ID wd:type="Employee_ID">21001</wd:ID></wd:Worker_Reference><wd:Worker_Data>
            <wd:Worker_ID>21001</wd:Worker_ID><wd:Employment_Data><wd:Worker_Job_Data wd:Primary_Job="1">
            <wd:Position_Data><wd:Business_Title>Engineer</wd:Business_Title></wd:Position_Data>
            </wd:Worker_Job_Data><wd:Worker_Status_Data><wd:Active>1</wd:Active>
            <wd:Hire_Date>2026-02-02-08:00</wd:Hire_Date><wd:Terminated>0</wd:Terminated>
            </wd:Worker_Status_Data></wd:Employment_Data></wd:Worker_Data></wd:Worker>
            </wd:Response_Data></wd:Get_Workers_Response></env:Body></env:Envelope>
            """,
            """
            <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><env:Fault>
            <faultcode>env:Client.authenticationError</faultcode><faultstring>invalid username or password</faultstring>
            </env:Fault></env:Body></env:Envelope>
            """)
        .map(answer -> answer.strip().getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("answers")
  @FuzzTest
  void readsOrRefuses(byte[] answer) {
    SoapFault.in(answer).ifPresent(fault -> Assertions.assertThat(fault.words()).isNotEmpty());
    try {
      var page =
          new WorkersReader(ZoneId.of("America/Los_Angeles"))
              .read(new ByteArrayInputStream(answer));
      Assertions.assertThat(page.workers()).isNotNull();
    } catch (Unreadable | Faulty refused) {
      Assertions.assertThat(refused).hasMessageMatching("(?s).+");
    }
  }
}
