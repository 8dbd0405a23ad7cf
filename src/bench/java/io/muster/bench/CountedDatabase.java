package io.muster.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
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
 * one) and commits (a statement outside a transaction is one too). What other threads do of
 * themselves is not counted.
 */
final class CountedDatabase
    implements BeanPostProcessor, QueryExecutionListener, MethodExecutionListener {
  private static final String REQUESTS = "-exec-";

  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
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
    try {
      if (execution.getStatement().getConnection().getAutoCommit()) {
        commits.incrementAndGet();
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
    if (call.getMethod().getName().equals("commit") && counts()) {
      commits.incrementAndGet();
    }
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
