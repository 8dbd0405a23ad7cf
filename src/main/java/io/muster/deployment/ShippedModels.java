package io.muster.deployment;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What comes with the program, now and in every version that ran on this database. A new program
 * needs its new diagrams; whoever installs it has decided on them.
 */
@Component
class ShippedModels {
  private final JdbcClient jdbc;
  private final Map<String, byte[]> now = new TreeMap<>();

  ShippedModels(JdbcClient jdbc) {
    this.jdbc = jdbc;
    ModelFiles.inTheJar().values().forEach(now::putAll);
  }

  /** All files that come with this program, by name. */
  Map<String, byte[]> now() {
    return now;
  }

  /** True if this is the file of this name that comes with this program. */
  boolean isShipped(String name, byte[] file) {
    return java.util.Arrays.equals(now.get(name), file);
  }

  /**
   * True if some version of the program brought this file.
   *
   * @param byItself whether the service deployed it, which counts while nothing is remembered
   */
  boolean wasShipped(String name, byte[] file, boolean byItself) {
    var known =
        jdbc.sql("select digest from muster_shipped_model where name = ?")
            .param(name)
            .query(String.class)
            .set();
    return known.isEmpty() ? byItself : known.contains(Sha.of(file));
  }

  /** Remembers a file of this program. */
  void remember(String name, byte[] file) {
    jdbc.sql("insert into muster_shipped_model (name, digest) values (?, ?) on conflict do nothing")
        .params(name, Sha.of(file))
        .update();
  }
}
