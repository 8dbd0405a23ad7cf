package io.muster.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.Muster;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The service as an operator runs it: in a process of its own, which can be killed. */
public final class ServiceProcess implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("Tomcat started on port (\\d+)");
  private static final Duration LONGEST_START = Duration.ofMinutes(4);
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Process process;
  private final URI base;
  private final Path log;

  private ServiceProcess(Process process, URI base, Path log) {
    this.process = process;
    this.base = base;
    this.log = log;
  }

  /**
   * Starts it and waits until it takes calls.
   *
   * @param settings its configuration; handed over in the environment, as they hold secrets
   * @param log where it writes what it says; a later start is added at the end
   * @param jvmOptions such as {@code -Xmx512m}
   */
  public static ServiceProcess start(
      Map<String, String> settings, Path log, List<String> jvmOptions)
      throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add(Muster.class.getName());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", classPath());
    builder.environment().put("SPRING_APPLICATION_JSON", json(settings));
    long from = Files.exists(log) ? Files.size(log) : 0;
    var process = builder.start();
    try {
      return new ServiceProcess(process, listening(process, log, from), log);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  /** Where it listens. */
  public URI base() {
    return base;
  }

  /** The number the operating system knows it by. */
  public long pid() {
    return process.pid();
  }

  /** What it has said so far, of all starts. */
  public Path log() {
    return log;
  }

  /** Kills it as the operating system kills: at once, with nothing finished. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " survived a kill");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static URI listening(Process process, Path log, long from)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < deadline) {
      var said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      var port = LISTENING.matcher(said.substring((int) Math.min(from, said.length())));
      if (port.find()) {
        return URI.create("http://127.0.0.1:" + port.group(1));
      }
      if (process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    throw new IllegalStateException("the service did not start; it said so in " + log);
  }

  /** What production has, and not what is there for tests alone. */
  private static String classPath() {
    var path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String json(Map<String, String> settings) {
    try {
      return JsonMapper.builder().build().writeValueAsString(settings);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts are JSON", impossible);
    }
  }
}
