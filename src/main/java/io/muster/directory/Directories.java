package io.muster.directory;

import io.muster.remote.RemoteFailure;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** All configured directories, by the name of their connection. */
@Component
public class Directories {
  private final Map<String, Directory> byName;

  /**
   * Collects them.
   *
   * @throws IllegalStateException if two connections bear one name
   */
  public Directories(List<DirectorySource> sources) {
    byName =
        sources.stream()
            .flatMap(source -> source.directories().stream())
            .collect(Collectors.toUnmodifiableMap(Directory::connection, Function.identity()));
  }

  /**
   * The directory behind this connection.
   *
   * @throws RemoteFailure.Misconfigured if there is none of that name
   */
  public Directory named(String connection) {
    var directory = byName.get(connection);
    if (directory == null) {
      throw new RemoteFailure.Misconfigured(
          "There is no directory connection '%s'; configured are %s. Mend the routing table or the configuration."
              .formatted(connection, byName.keySet()));
    }
    return directory;
  }
}
