package io.muster.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Edits of the shipped files, each by itself. */
abstract class Edits {
  private static final Map<String, Map<String, String>> SHIPPED = new TreeMap<>();

  private final List<Edit> edits = new ArrayList<>();

  /**
   * One edit.
   *
   * @param family what kind of edit it is
   * @param what what is changed
   * @param why why that is unsafe, or why it is not
   * @param says what a refusal names, one of these at the least; none if it is safe
   * @param bundle the files of the edited bundle, all of them
   */
  record Edit(
      String family, String what, String why, List<String> says, Map<String, String> bundle) {
    @Override
    public String toString() {
      return family + ": " + what;
    }
  }

  /**
   * A kind of edit.
   *
   * @param name its name
   * @param why why such an edit is unsafe, or why it is not
   */
  record Family(String name, String why) {}

  List<Edit> all() {
    return List.copyOf(edits);
  }

  /** Draws in a diagram of the offboarding. */
  void draw(Family family, String process, String what, Consumer<Drawing> edit, String... says) {
    drawIn(family, "offboarding/" + process, what, edit, says);
  }

  void drawIn(Family family, String diagram, String what, Consumer<Drawing> edit, String... says) {
    change(
        family,
        diagram.substring(0, diagram.indexOf('/')),
        "processes/%s.bpmn".formatted(diagram),
        diagram + ", " + what,
        text -> {
          var drawing = new Drawing(text);
          edit.accept(drawing);
          return drawing.toString();
        },
        says);
  }

  /** Changes the text of a form or table of the offboarding. */
  void write(Family family, String file, String what, UnaryOperator<String> edit, String... says) {
    change(family, "offboarding", file, file + ", " + what, edit, says);
  }

  private void change(
      Family family,
      String bundle,
      String file,
      String what,
      UnaryOperator<String> edit,
      String... says) {
    var files = new TreeMap<>(shipped(bundle));
    var before = files.get(file);
    if (before == null) {
      throw new IllegalArgumentException(file);
    }
    var after = edit.apply(before);
    if (after.equals(before)) {
      throw new IllegalArgumentException("changes nothing: " + what);
    }
    files.put(file, after);
    edits.add(new Edit(family.name(), what, family.why(), List.of(says), files));
  }

  /** The shipped files of a bundle, by name. */
  static synchronized Map<String, String> shipped(String bundle) {
    return SHIPPED.computeIfAbsent(bundle, Edits::read);
  }

  private static Map<String, String> read(String bundle) {
    var files = new TreeMap<String, String>();
    for (var folder : List.of("processes", "forms")) {
      var path = Path.of(folder, bundle);
      if (Files.isDirectory(path)) {
        try (Stream<Path> all = Files.list(path)) {
          for (var file : all.filter(Files::isRegularFile).toList()) {
            files.put(file.toString(), Files.readString(file));
          }
        } catch (IOException unreadable) {
          throw new UncheckedIOException(unreadable);
        }
      }
    }
    return files;
  }
}
