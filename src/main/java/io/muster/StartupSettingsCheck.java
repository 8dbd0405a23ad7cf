package io.muster;

import io.muster.remote.RequiredSettings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Before anything starts, finds out whether it can, and if not says everything that is missing. */
final class StartupSettingsCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    check(context.getEnvironment());
  }

  /**
   * Looks every part of the settings through.
   *
   * @throws Incomplete naming all that has to be mended
   */
  static void check(ConfigurableEnvironment environment) {
    var settings = Binder.get(environment);
    var checks =
        SpringFactoriesLoader.loadFactories(
            RequiredSettings.class, StartupSettingsCheck.class.getClassLoader());
    var problems = new ArrayList<String>();
    checks.forEach(check -> problems.addAll(check.problems(settings)));
    if (!problems.isEmpty()) {
      checks.forEach(check -> problems.addAll(check.reminders(settings)));
      throw new Incomplete(problems);
    }
  }

  /** The settings do not suffice. */
  static final class Incomplete extends RuntimeException {
    private final transient List<String> problems;

    Incomplete(List<String> problems) {
      super("The settings do not suffice: " + String.join("; ", problems));
      this.problems = List.copyOf(problems);
    }

    List<String> problems() {
      return problems;
    }
  }

  /** Shows the list instead of a stack trace. */
  static final class Analyzer extends AbstractFailureAnalyzer<Incomplete> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, Incomplete incomplete) {
      return new FailureAnalysis(
          "Muster did not start; nothing was changed. What has to be mended:\n\n  - "
              + String.join("\n  - ", incomplete.problems()),
          "Put each into the environment (muster.admin.password becomes MUSTER_ADMIN_PASSWORD), into a file"
              + " application.yml next to the jar, or into a file of that name in a folder of secrets that"
              + " spring.config.import=configtree:/run/secrets/ names; then start again.",
          incomplete);
    }
  }
}
