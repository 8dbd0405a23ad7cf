package io.muster.sources.csv;

import java.sql.Array;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the columns of each source's last file were for, by the settings that name them. A column
 * that somebody renames looks like one that says nothing: whoever left would be there again.
 */
@Component
class KnownHeaders {
  private final JdbcClient jdbc;

  KnownHeaders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Set<String> of(String source) {
    var known = new TreeSet<String>();
    jdbc.sql("select tells from muster_snapshot_header where source = ?")
        .param(source)
        .query(
            (row, number) -> {
              Array tells = row.getArray("tells");
              return Set.of((String[]) tells.getArray());
            })
        .list()
        .forEach(known::addAll);
    return known;
  }

  void keep(String source, Set<String> tells) {
    jdbc.sql(
            """
            insert into muster_snapshot_header (source, tells) values (?, ?)
            on conflict (source) do update set tells = excluded.tells
            """)
        .params(source, tells.toArray(String[]::new))
        .update();
  }
}
