package io.muster.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.deployment.TableTrial.Harm;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Asks a running service what an edited table would have answered otherwise, for a pipeline. Prints
 * it, and says by its exit code whether a wipe would be easier.
 */
public final class ReplayCommand {
  /** No wipe would be easier. */
  static final int GOOD = 0;

  /** A wipe would be easier. */
  static final int EASIER = 1;

  /** The table could not be tried. */
  static final int NOT_TRIED = 2;

  private static final String USAGE =
      """
      Usage: java -jar muster.jar replay <table.dmn> [--days 30] [--url http://localhost:8080]
      Asks the running service at --url what the table would have answered otherwise. Nothing goes live.
      Signs in as MUSTER_USER with MUSTER_PASSWORD, both from the environment: a process owner, auditor or administrator.
      Exit code: 0 if no wipe would be easier, 1 if one would, 2 if the table could not be tried.
      """;
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  ReplayCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs it.
   *
   * @param arguments those behind {@code replay}
   * @param environment where the sign-in comes from
   * @return the exit code
   */
  public static int run(List<String> arguments, Map<String, String> environment) {
    return new ReplayCommand(environment, System.out, System.err).run(arguments);
  }

  int run(List<String> arguments) {
    try {
      return replay(asked(arguments));
    } catch (NotTried why) {
      err.println(why.getMessage());
      return NOT_TRIED;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return NOT_TRIED;
    }
  }

  /** What is asked on the command line. */
  private record Asked(Path file, String days, URI service) {}

  /** Why the table could not be tried, for people. */
  private static final class NotTried extends Exception {
    NotTried(String why) {
      super(why);
    }
  }

  private static Asked asked(List<String> arguments) throws NotTried {
    var files = new ArrayList<String>();
    var days = "30";
    var url = "http://localhost:8080";
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      var argument = rest.next();
      if (!argument.startsWith("--")) {
        files.add(argument);
      } else if (!rest.hasNext()) {
        throw new NotTried(USAGE);
      } else if (argument.equals("--days")) {
        days = rest.next();
      } else if (argument.equals("--url")) {
        url = rest.next();
      } else {
        throw new NotTried(USAGE);
      }
    }
    if (files.size() != 1 || !days.matches("\\d{1,4}")) {
      throw new NotTried(USAGE);
    }
    return new Asked(Path.of(files.get(0)), days, service(url));
  }

  /** A password goes in the clear to this machine only. */
  private static URI service(String url) throws NotTried {
    try {
      var service = URI.create(url.replaceAll("/+$", ""));
      var host = String.valueOf(service.getHost());
      if ("https".equals(service.getScheme())
          || ("http".equals(service.getScheme()) && THIS_MACHINE.contains(host))) {
        return service;
      }
    } catch (IllegalArgumentException noAddress) {
      throw new NotTried("'%s' is no address.%n%s".formatted(url, USAGE));
    }
    throw new NotTried(
        "A password goes over https only, or to this machine; '%s' is neither.".formatted(url));
  }

  private int replay(Asked asked) throws NotTried, InterruptedException {
    var file = bytes(asked.file());
    var isEasier = false;
    for (var table : tables(asked.file(), file)) {
      isEasier |= print(ask(asked, table, file), asked.days());
    }
    return isEasier ? EASIER : GOOD;
  }

  private static byte[] bytes(Path file) throws NotTried {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new NotTried("'%s' cannot be read; look whether it is there.".formatted(file));
    }
  }

  private static List<String> tables(Path path, byte[] file) throws NotTried {
    try {
      var tables =
          Xml.all(Xml.read(file), "decision").stream()
              .filter(decision -> !Xml.all(decision, "decisionTable").isEmpty())
              .map(decision -> decision.getAttribute("id"))
              .toList();
      if (tables.isEmpty()) {
        throw new NotTried("'%s' holds no table; save it anew in Camunda Modeler.".formatted(path));
      }
      return tables;
    } catch (IllegalArgumentException noTable) {
      throw new NotTried(
          "'%s' is no table: it %s; save it anew in Camunda Modeler."
              .formatted(path, noTable.getMessage()));
    }
  }

  private JsonNode ask(Asked asked, String table, byte[] file)
      throws NotTried, InterruptedException {
    HttpResponse<String> answer;
    try {
      answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "%s/api/tables/%s/replay?days=%s"
                                  .formatted(asked.service(), table, asked.days())))
                      .timeout(PATIENCE)
                      .header("Content-Type", "application/xml")
                      .header("Authorization", "Basic " + signIn())
                      .POST(HttpRequest.BodyPublishers.ofByteArray(file))
                      .build(),
                  BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException silent) {
      throw new NotTried(
          "%s does not answer (%s); look whether the service runs, or name it with --url."
              .formatted(asked.service(), silent.getClass().getSimpleName()));
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw new NotTried(
          "The service takes no table from '%s' (%d); sign in as a process owner, auditor or administrator."
              .formatted(environment.get("MUSTER_USER"), answer.statusCode()));
    }
    var said = read(asked, answer.body());
    if (answer.statusCode() != 200) {
      throw new NotTried(refusal(table, said));
    }
    return said;
  }

  private String signIn() throws NotTried {
    var user = environment.getOrDefault("MUSTER_USER", "");
    var password = environment.getOrDefault("MUSTER_PASSWORD", "");
    if (user.isBlank() || password.isBlank()) {
      throw new NotTried(
          "Set MUSTER_USER and MUSTER_PASSWORD in the environment to sign in as a process owner, auditor or administrator.");
    }
    return Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode read(Asked asked, String body) throws NotTried {
    try {
      return json.readTree(body);
    } catch (IOException noJson) {
      throw new NotTried(
          "%s answers with something else than Muster does; look at --url."
              .formatted(asked.service()));
    }
  }

  private static String refusal(String table, JsonNode said) {
    var words =
        new StringBuilder(
            "The table '%s' was not tried. %s".formatted(table, said.path("detail").asText()));
    for (var problem : said.path("problems")) {
      words.append(
          "%n  %s %s; %s"
              .formatted(
                  problem.path("element").asText(),
                  problem.path("what").asText(),
                  problem.path("remedy").asText()));
    }
    return words.toString();
  }

  /** Prints what one table would have answered otherwise, the worst first. */
  private boolean print(JsonNode replay, String days) {
    out.printf(
        "%s: %d questions of the last %s days, %d answered as before, %d cannot be asked.%n",
        replay.path("table").asText(),
        replay.path("decisions").asInt(),
        days,
        replay.path("same").asInt(),
        replay.path("unanswered").asInt());
    if (replay.path("truncated").asBoolean()) {
      out.println("  There were more questions than were looked at; the newest were.");
    }
    for (var name : replay.path("missing")) {
      out.printf("  It asks for '%s', which was not recorded.%n", name.asText());
    }
    var isEasier = !replay.path("loosens").isEmpty();
    for (var loosens : replay.path("loosens")) {
      out.printf("  MAKES A WIPE EASIER, and would wait for people: %s%n", loosens.asText());
    }
    for (var difference : replay.path("differences")) {
      var harm = Harm.valueOf(difference.path("harm").asText());
      isEasier |= harm == Harm.EASIER;
      out.printf(
          "  %s, %d times: %s%n",
          heading(harm), difference.path("count").asInt(), difference.path("situation").asText());
      out.printf("    was:      %s%n", rows(difference.path("before")));
      out.printf("    would be: %s%n", rows(difference.path("after")));
      difference.path("easier").forEach(what -> out.printf("    easier:   %s%n", what.asText()));
    }
    return isEasier;
  }

  private static String heading(Harm harm) {
    return switch (harm) {
      case EASIER -> "A WIPE WOULD BE EASIER";
      case UNANSWERED -> "No rule would fit";
      case OTHER -> "Another answer";
      case STRICTER -> "A wipe would be harder";
    };
  }

  private static String rows(JsonNode rows) {
    return rows.isEmpty()
        ? "no row fits"
        : StreamSupport.stream(rows.spliterator(), false)
            .map(
                row -> {
                  var cells = new ArrayList<String>();
                  row.properties()
                      .forEach(cell -> cells.add(cell.getKey() + ": " + cell.getValue().asText()));
                  return String.join(", ", cells);
                })
            .reduce((one, next) -> one + " | " + next)
            .orElse("");
  }
}
