package io.muster;

import io.muster.deployment.ReplayCommand;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Takes people in and lets them out: the service's entry point. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Muster {

  /** Starts the service, or with {@code replay} asks a running one about an edited table. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("replay")) {
      System.exit(ReplayCommand.run(List.of(args).subList(1, args.length), System.getenv()));
    }
    var application = new SpringApplication(Muster.class);
    application.addInitializers(new StartupSettingsCheck());
    application.run(args);
  }
}
