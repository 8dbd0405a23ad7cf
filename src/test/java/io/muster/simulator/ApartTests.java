package io.muster.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import org.junit.jupiter.api.Test;

class ApartTests {
  @Test
  void simulatorsKnowTheJdkAndJacksonAndNothingOfTheService() {
    JavaClasses simulators =
        new ClassFileImporter()
            .withImportOption((Location location) -> !location.contains("Tests"))
            .importPackages("io.muster.simulator");

    classes()
        .that()
        .resideInAPackage("io.muster.simulator..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.muster.simulator..",
            "java..",
            "javax.crypto..",
            "javax.xml..",
            "org.w3c.dom..",
            "org.xml.sax..",
            "com.sun.net.httpserver..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations..")
        .because("a type shared with the service would share its mistakes")
        .check(simulators);
  }
}
