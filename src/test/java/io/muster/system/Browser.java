package io.muster.system;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.RemoteWebDriver;

/** The Chromium of this machine, without a screen; nothing is fetched from anywhere. */
final class Browser implements AutoCloseable {
  private final ChromeDriverService service;
  private final WebDriver page;

  private Browser(ChromeDriverService service, WebDriver page) {
    this.service = service;
    this.page = page;
  }

  /**
   * Opens one with a profile of its own. Without a Chromium the test is skipped, or fails where
   * MUSTER_BROWSER_TESTS is {@code required}.
   *
   * @param more further arguments of Chromium
   */
  static Browser open(Path profile, String... more) {
    var chromium = onPath("chromium", "chromium-browser", "google-chrome");
    var driver = onPath("chromedriver");
    if (chromium.isEmpty() || driver.isEmpty()) {
      var lacking = "There is no chromium with its chromedriver on the PATH to open pages in.";
      if ("required".equals(System.getenv("MUSTER_BROWSER_TESTS"))) {
        fail(lacking);
      }
      abort(lacking);
    }
    var options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1500,1800",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        "--user-data-dir=" + profile);
    options.addArguments(more);
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(driver.orElseThrow())
            .usingAnyFreePort()
            .withTimeout(Duration.ofMinutes(1))
            .build();
    try {
      service.start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    // not a ChromeDriver, which looks for drivers on the internet
    return new Browser(service, new RemoteWebDriver(service.getUrl(), options, false));
  }

  WebDriver page() {
    return page;
  }

  @Override
  public void close() {
    try {
      page.quit();
    } finally {
      service.stop();
    }
  }

  private static Optional<File> onPath(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                    .map(folder -> new File(folder, name)))
        .filter(File::canExecute)
        .findFirst();
  }
}
