package io.muster.sources.bamboohr;

import io.muster.people.EmployeeId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose record is whose, as a deleted one no longer says. */
final class KnownRecords {
  private final JdbcClient jdbc;
  private final String source;

  KnownRecords(JdbcClient jdbc, String source) {
    this.jdbc = jdbc;
    this.source = source;
  }

  Optional<EmployeeId> find(String record) {
    return jdbc.sql("select employee from muster_bamboohr_record where source = ? and record = ?")
        .params(source, record)
        .query(String.class)
        .optional()
        .map(EmployeeId::new);
  }

  /** All records of a person that are known. */
  List<String> of(EmployeeId employee) {
    return jdbc.sql(
            "select record from muster_bamboohr_record where source = ? and employee = ? order by record")
        .params(source, employee.value())
        .query(String.class)
        .list();
  }

  /** Keeps whose it is; a record that is known stays whose it was. */
  void keep(String record, EmployeeId employee) {
    jdbc.sql(
            """
            insert into muster_bamboohr_record (source, record, employee) values (?, ?, ?)
            on conflict do nothing
            """)
        .params(source, record, employee.value())
        .update();
  }

  /** Forgets a record that is there no more. */
  void forget(String record) {
    jdbc.sql("delete from muster_bamboohr_record where source = ? and record = ?")
        .params(source, record)
        .update();
  }
}
