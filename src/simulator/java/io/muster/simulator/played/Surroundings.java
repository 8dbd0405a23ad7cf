package io.muster.simulator.played;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads settings from the environment, and finds everything that is wrong with them at once. */
final class Surroundings {
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  Surroundings(Map<String, String> environment) {
    this.environment = environment;
  }

  String text(String name, String usual) {
    var value = environment.getOrDefault(name, "");
    return value.isBlank() ? usual : value.strip();
  }

  int number(String name, int usual, int most) {
    var value = text(name, Integer.toString(usual));
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // said below
    }
    problems.add("%s is %s; it has to be a number from 0 to %d".formatted(name, value, most));
    return usual;
  }

  /** A secret, from the variable or from the file that the variable with {@code _FILE} names. */
  String secret(String name) {
    var file = text(name + "_FILE", "");
    var value = file.isEmpty() ? text(name, "") : content(name, Path.of(file));
    if (value.isEmpty()) {
      problems.add("%s is missing; set it, or %s_FILE to a file with it".formatted(name, name));
    }
    return value;
  }

  /** What is wrong, in plain words; empty if nothing is. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private String content(String name, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      problems.add("%s_FILE names %s, which cannot be read".formatted(name, file));
      return "unreadable";
    }
  }
}
