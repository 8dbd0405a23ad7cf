package io.muster.scim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One statement as the server has sent it to the database, with its values. */
record SentSql(String sql, List<Object> values) {
  private static final List<String> SPEAKERS =
      List.of(JdbcTemplate.class.getName(), "org.springframework.jdbc.core.StatementCreatorUtils");

  private static final Pattern STATEMENT =
      Pattern.compile("(?s)Executing prepared SQL statement \\[(.*)]");
  private static final Pattern VALUE =
      Pattern.compile(
          "(?s)Setting SQL statement parameter value: column index \\d+, parameter value \\[(.*)], value class \\[(.*?)], SQL type .*");

  /** What is sent meanwhile, by whatever thread. */
  static List<SentSql> during(Runnable work) {
    var heard = new ListAppender<ILoggingEvent>();
    heard.start();
    var loggers = SPEAKERS.stream().map(name -> (Logger) LoggerFactory.getLogger(name)).toList();
    loggers.forEach(
        logger -> {
          logger.setLevel(Level.TRACE);
          logger.setAdditive(false);
          logger.addAppender(heard);
        });
    try {
      work.run();
    } finally {
      loggers.forEach(
          logger -> {
            logger.detachAppender(heard);
            logger.setAdditive(true);
            logger.setLevel(null);
          });
    }
    return read(List.copyOf(heard.list));
  }

  /** True if its values can be said again; a list is written down by its address only. */
  boolean isComplete() {
    return values.stream().noneMatch(value -> String.valueOf(value).startsWith("[L"));
  }

  /** How the database would work it out now. */
  String plan(JdbcClient jdbc) {
    return String.join(
        "\n", jdbc.sql("explain (costs off) " + sql).params(values).query(String.class).list());
  }

  private static List<SentSql> read(List<ILoggingEvent> heard) {
    var sent = new ArrayList<SentSql>();
    Map<String, SentSql> last = new HashMap<>();
    for (var event : heard) {
      var statement = STATEMENT.matcher(event.getFormattedMessage());
      var value = VALUE.matcher(event.getFormattedMessage());
      if (statement.matches()) {
        var begun = new SentSql(statement.group(1), new ArrayList<>());
        sent.add(begun);
        last.put(event.getThreadName(), begun);
      } else if (value.matches() && last.containsKey(event.getThreadName())) {
        last.get(event.getThreadName()).values().add(typed(value.group(1), value.group(2)));
      }
    }
    return sent;
  }

  private static Object typed(String value, String type) {
    return switch (type) {
      case "java.lang.Long" -> Long.valueOf(value);
      case "java.lang.Integer" -> Integer.valueOf(value);
      case "java.lang.Boolean" -> Boolean.valueOf(value);
      case "java.util.UUID" -> java.util.UUID.fromString(value);
      default -> value;
    };
  }
}
