package io.muster.evidence;

import io.muster.lifecycle.Alarms;
import java.util.Map;
import java.util.TreeMap;

/** What operators are told, by what it is about; what is over is no longer here. */
final class ToldAlarms implements Alarms {
  final Map<String, String> open = new TreeMap<>();

  @Override
  public void raise(String source, String problem) {
    open.put(source, problem);
  }

  @Override
  public void goesOn(String source, String problem) {
    open.replace(source, problem);
  }

  @Override
  public void over(String source) {
    open.remove(source);
  }
}
