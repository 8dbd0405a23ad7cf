package io.muster.siem;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where events for a SIEM go.
 *
 * @param file the file that each node appends OCSF events to, a line of JSON each, or {@code -} for
 *     standard output; its folder has to be there. Default none, and then no event is kept
 */
@ConfigurationProperties("muster.siem")
record SiemProperties(@Nullable String file) {
  private static final String STANDARD_OUTPUT = "-";

  boolean isOn() {
    return file != null && !file.isBlank();
  }

  boolean isStandardOutput() {
    return STANDARD_OUTPUT.equals(file);
  }

  /** What has to be corrected before it can be written to. */
  List<String> problems() {
    if (!isOn() || isStandardOutput()) {
      return List.of();
    }
    var path = Path.of(String.valueOf(file)).toAbsolutePath();
    var folder = path.getParent();
    return folder != null && Files.isWritable(folder) && !Files.isDirectory(path)
        ? List.of()
        : List.of(
            "muster.siem.file must be a file in a folder that is there and can be written to, or -");
  }
}
