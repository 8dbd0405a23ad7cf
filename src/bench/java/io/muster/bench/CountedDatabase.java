package io.muster.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Counts what the service asks of its database while it works on one thing: statements (a batch is
 * one) and commits (a statement outside a transaction is one too; a transaction without a statement
 * is none, as the driver sends nothing). What other threads do of themselves is not counted.
 */
final class CountedDatabase
    implements BeanPostProcessor, QueryExecutionListener, MethodExecutionListener {
  private static final String REQUESTS = "-exec-";

  /** Looked for in the call stack, to say who asked. */
  private static final String OURS = "io.muster.";

  private static final Set<String> NOBODY = Set.of("bench", "demo", "testing", "node");
  private static final int SHOWN = 140;
  private static final int CALLERS = 4;

  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> tally = new ConcurrentHashMap<>();
  private final boolean explains = Boolean.getBoolean("bench.explain");
  private volatile @Nullable Thread worker;

  /** From now on this thread is the one that works, besides those that answer requests. */
  void countThisThread() {
    worker = Thread.currentThread();
  }

  /** What the measuring itself has to look up, which is not counted. */
  <T> T aside(Supplier<T> look) {
    var counted = worker;
    worker = null;
    try {
      return look.get();
    } finally {
      worker = counted;
    }
  }

  DataSource around(DataSource database) {
    return ProxyDataSourceBuilder.create(database).listener(this).methodListener(this).build();
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource database ? around(database) : bean;
  }

  @Override
  public void beforeQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    // counted once it was sent
  }

  @Override
  public void afterQuery(ExecutionInfo execution, List<QueryInfo> queries) {
    if (!counts()) {
      return;
    }
    statements.incrementAndGet();
    used.add(execution.getConnectionId());
    note(queries.isEmpty() ? "" : queries.get(0).getQuery());
    try {
      if (execution.getStatement().getConnection().getAutoCommit()) {
        commits.incrementAndGet();
        note("COMMIT by itself");
      }
    } catch (SQLException closed) {
      throw new IllegalStateException(closed);
    }
  }

  @Override
  public void beforeMethod(MethodExecutionContext call) {
    // counted once it was done
  }

  @Override
  public void afterMethod(MethodExecutionContext call) {
    var end = call.getMethod().getName();
    if ((end.equals("commit") || end.equals("rollback"))
        && used.remove(call.getConnectionInfo().getConnectionId())
        && end.equals("commit")
        && counts()) {
      commits.incrementAndGet();
      note("COMMIT");
    }
  }

  private void note(String what) {
    if (explains) {
      var text = what.replaceAll("\\s+", " ").strip();
      var start = text.substring(0, Math.min(SHOWN, text.length()));
      tally.merge("%-120s %s".formatted(caller(), start), 1L, Long::sum);
    }
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> isOurs(frame.getClassName()))
                    .limit(CALLERS)
                    .map(
                        frame ->
                            frame
                                    .getClassName()
                                    .substring(frame.getClassName().lastIndexOf('.') + 1)
                                + "."
                                + frame.getMethodName())
                    .collect(Collectors.joining(" < ")));
  }

  private static boolean isOurs(String type) {
    return type.startsWith(OURS)
        && !NOBODY.contains(type.substring(OURS.length()).split("\\.", 2)[0]);
  }

  /**
   * What was asked most since the last time this was called, for each of so many; with who asked.
   */
  String explained(int many) {
    var lines =
        tally.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(
                line ->
                    String.format(
                        Locale.ROOT, "%7.2f  %s", (double) line.getValue() / many, line.getKey()))
            .collect(Collectors.joining("\n"));
    tally.clear();
    return lines;
  }

  private boolean counts() {
    var current = Thread.currentThread();
    return current.equals(worker) || current.getName().contains(REQUESTS);
  }

  long statements() {
    return statements.get();
  }

  long commits() {
    return commits.get();
  }
}
