package io.muster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages people read: every link leads somewhere, and what they name is there. */
class DocsTests {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern API = Pattern.compile("(?:[` ]|:8080)(/api/[a-z][a-z/-]*[a-z])");
  private static final Pattern TABLE = Pattern.compile("`([a-z-]+/[a-z-]+\\.dmn)`");
  private static final Pattern TASK = Pattern.compile("task \\*([^*]+)\\*");

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (var link : found(LINK, Files.readString(page))) {
      if (!link.contains("://")) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        assertThat(target).as("%s links to %s", page, link).exists();
        if (parts.length == 2) {
          assertThat(anchors(target)).as("%s links to %s", page, link).contains(parts[1]);
        }
      }
    }
  }

  /** What an address begins with is mapped by one of our controllers. */
  @ParameterizedTest
  @MethodSource("pagesAboutUs")
  void everyAddressIsServed(Path page) throws IOException {
    var served = new ArrayList<String>();
    for (var source : files(Path.of("src/main/java"), ".java")) {
      served.addAll(found(Pattern.compile("\"(/api/[^\"{]+[^\"{/])"), Files.readString(source)));
    }
    assertThat(served).contains("/api/leavers", "/api/doctor");
    for (var named : found(API, Files.readString(page))) {
      assertThat(served).as("%s names %s", page, named).anyMatch(named::startsWith);
    }
  }

  @Test
  void everyTableAndTaskThatIsNamedIsThere() throws IOException {
    var names = new ArrayList<String>();
    for (var diagram : files(Path.of("processes"), ".bpmn")) {
      names.addAll(
          found(Pattern.compile("<bpmn:userTask[^>]* name=\"([^\"]+)\""), Files.readString(diagram))
              .stream()
              .map(name -> name.replace("&#10;", " "))
              .toList());
    }
    assertThat(names).contains("Approve the wipe");
    for (var page : pages().toList()) {
      var text = Files.readString(page);
      assertThat(names).as(page.toString()).containsAll(found(TASK, text));
      for (var table : found(TABLE, text)) {
        assertThat(Path.of("processes", table)).as(page.toString()).exists();
      }
    }
  }

  /** All but those about the vendors' addresses. */
  static Stream<Path> pagesAboutUs() {
    return pages().filter(page -> !page.endsWith("traffic.md"));
  }

  static Stream<Path> pages() {
    return Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "UPGRADING.md").map(Path::of),
            Stream.concat(
                files(Path.of("src/docs"), ".md").stream(),
                files(Path.of("examples"), ".md").stream()))
        .sorted();
  }

  private static List<Path> files(Path folder, String ending) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(hit -> hit.group(Math.min(1, hit.groupCount())))
        .toList();
  }

  /** Headings as they are addressed: lower case, dashes for blanks, no punctuation. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult heading) -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
