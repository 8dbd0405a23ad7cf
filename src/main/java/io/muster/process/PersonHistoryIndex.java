package io.muster.process;

import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The index by which the cases of one person are found in the engine's history. Without it the
 * variables of every case that ever ran are read.
 */
final class PersonHistoryIndex {
  private PersonHistoryIndex() {}

  /** Sees to it that the index is there. */
  static void ensure(DataSource database) {
    try {
      new JdbcTemplate(database)
          .execute(
              "create index if not exists muster_hi_person on act_hi_varinst (text_) where name_ = '%s'"
                  .formatted(Step.EMPLOYEE.name()));
    } catch (DuplicateKeyException rival) {
      // another node that started at the same moment has just made it
    }
  }
}
