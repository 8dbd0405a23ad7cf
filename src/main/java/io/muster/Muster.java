package io.muster;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Takes people in and lets them out: the service's entry point. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Muster {

  /** Starts the service. */
  public static void main(String[] args) {
    var application = new SpringApplication(Muster.class);
    application.addInitializers(new StartupSettingsCheck());
    application.run(args);
  }
}
