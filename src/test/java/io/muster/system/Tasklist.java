package io.muster.system;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;

/** Camunda Tasklist as a person uses it: everything is found by what is written on it. */
final class Tasklist implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Browser browser;

  private Tasklist(Browser browser) {
    this.browser = browser;
  }

  /** Opens it and signs in. */
  static Tasklist signedIn(String address, String user, String password, Path profile) {
    var tasklist = new Tasklist(Browser.open(profile));
    // its scripts give up after seconds where the machine is busy; a person would load it again
    await("the sign-in of Tasklist")
        .atMost(PATIENCE)
        .until(
            () -> {
              tasklist.browser.page().get(address + "/camunda/app/tasklist/default/");
              return tasklist.isSoon(By.cssSelector("input[type=text]"));
            });
    tasklist.seen(By.cssSelector("input[type=text]")).sendKeys(user);
    tasklist.seen(By.cssSelector("input[type=password]")).sendKeys(password);
    tasklist.click(By.cssSelector("button[type=submit]"));
    return tasklist;
  }

  /** Opens the task of that name, once it is in the list of that name, and claims it. */
  void open(String list, String task) {
    // the list that is looked at has the number of its tasks behind its name
    var name =
        By.xpath(
            "//*[@cam-tasklist-filters]//a[starts-with(normalize-space(), '%s')]".formatted(list));
    var entry = By.xpath("//*[@cam-tasks]//h4//a[normalize-space() = '%s']".formatted(task));
    await(task + " in " + list)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(
            () -> {
              seenNow(name).orElseThrow(() -> new NotFoundException(list)).click();
              return seenNow(entry).isPresent();
            });
    click(entry);
    click(By.cssSelector("[ng-click='claim()']"));
    seen(By.cssSelector("[ng-click='unclaim()']"));
  }

  /** Everything the open form says. */
  String form() {
    return seen(By.cssSelector(".fjs-form")).getText();
  }

  /** Picks an answer; a click does nothing as long as the form is not ours to fill in. */
  void choose(String answer) {
    var label =
        By.xpath(
            "//*[contains(@class, 'fjs-form')]//label[normalize-space() = '%s']".formatted(answer));
    await("the answer " + answer)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(
            () -> {
              var found = seenNow(label).orElseThrow(() -> new NotFoundException(answer));
              found.click();
              var button = By.id(String.valueOf(found.getDomAttribute("for")));
              return browser.page().findElement(button).isSelected();
            });
  }

  /** Says why. */
  void write(String comment) {
    seen(By.cssSelector(".fjs-form textarea")).sendKeys(comment);
  }

  /** Hands the answers in; done once the form is gone. */
  void complete() {
    click(By.xpath("//button[normalize-space() = 'Complete']"));
    await("the form is gone")
        .atMost(PATIENCE)
        .until(() -> browser.page().findElements(By.cssSelector(".fjs-form")).isEmpty());
  }

  /** Clicks as soon as it can be clicked: the page is drawn anew while it loads. */
  private void click(By what) {
    try {
      await("a click on " + what)
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(WebDriverException.class)
          .until(
              () -> {
                seenNow(what).orElseThrow(() -> new NotFoundException(what.toString())).click();
                return true;
              });
    } catch (ConditionTimeoutException never) {
      var page = browser.page().findElement(By.tagName("body")).getText();
      throw new AssertionError(never.getMessage() + " The page says: " + page, never);
    }
  }

  private WebElement seen(By what) {
    return await(what.toString())
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(() -> seenNow(what), Optional::isPresent)
        .orElseThrow();
  }

  private boolean isSoon(By what) {
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> seenNow(what).isPresent());
      return true;
    } catch (ConditionTimeoutException notYet) {
      return false;
    }
  }

  private Optional<WebElement> seenNow(By what) {
    return browser.page().findElements(what).stream()
        .filter(element -> element.isDisplayed() && element.isEnabled())
        .findFirst();
  }

  @Override
  public void close() {
    browser.close();
  }
}
