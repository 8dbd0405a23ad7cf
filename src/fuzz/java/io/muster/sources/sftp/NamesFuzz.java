package io.muster.sources.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server calls a file, it lies in our folder under a name that fits, or is left. */
class NamesFuzz {
  private static final Path FOLDER = Path.of("/inbox");
  private static final int LONGEST = 255;
  private static final Pattern MORE_THAN_A_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  static Stream<byte[]> names() {
    return Stream.of("people-2026-11-24.csv", "../../etc/passwd", "Zo\u00eb: \"all\".CSV", "..")
        .map(name -> name.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("names")
  @FuzzTest
  void staysInTheFolder(byte[] given) {
    var name = new String(given, StandardCharsets.UTF_8);
    assertThat(Names.shown(name)).doesNotContainPattern(MORE_THAN_A_LINE);
    if (Names.isUsable(name)) {
      var file = FOLDER.resolve(Names.local(name)).normalize();
      assertThat(file.getParent()).isEqualTo(FOLDER);
      var local = Objects.requireNonNull(file.getFileName()).toString();
      assertThat(local).endsWithIgnoringCase(".csv");
      assertThat(local.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(LONGEST);
    }
  }
}
