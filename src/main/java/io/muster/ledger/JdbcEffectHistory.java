package io.muster.ledger;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads {@code muster_effect} and {@code muster_outcome} by case. */
@Component
class JdbcEffectHistory implements EffectHistory {
  private final JdbcClient jdbc;

  JdbcEffectHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Entry> effects(String caseId, int limit) {
    return jdbc.sql(
            """
            select * from
              (select * from muster_effect where case_id = ? order by id desc limit ?) newest
            order by id
            """)
        .params(caseId, limit)
        .query((row, number) -> JdbcLedger.read(row))
        .list();
  }

  @Override
  public List<OutcomeTimes> outcomes(String caseId) {
    return jdbc.sql("select * from muster_outcome where case_id = ? order by requested_at, number")
        .param(caseId)
        .query(
            (row, number) ->
                new OutcomeTimes(
                    JdbcOutcomes.read(row),
                    JdbcOutcomes.instant(row, "accepted_at"),
                    JdbcOutcomes.instant(row, "contradicted_at")))
        .list();
  }
}
