package io.muster.notices;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends a try in time, whatever the other side does. A server that sends a byte now and then never
 * runs into the time-out of a socket.
 */
final class Bounded {
  private final String name;
  private final Duration longest;

  Bounded(String name, Duration longest) {
    this.name = name;
    this.longest = longest;
  }

  /** One try to send. */
  interface Try {
    void now() throws NotSent;
  }

  void run(Try work) throws NotSent {
    var task =
        new FutureTask<Boolean>(
            () -> {
              work.now();
              return true;
            });
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      var cause = failed.getCause();
      if (cause instanceof NotSent notSent) {
        throw notSent;
      }
      throw NotSent.forNow(
          "it failed: " + (cause == null ? "?" : cause.getClass().getSimpleName()));
    } catch (TimeoutException tooLong) {
      task.cancel(true);
      throw NotSent.forNow("no end after " + longest);
    } catch (InterruptedException stopped) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw NotSent.forNow("the service stops");
    }
  }
}
