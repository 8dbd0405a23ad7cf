package io.muster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.muster.directory.vendor.VendorAccounts;
import io.muster.directory.vendor.VendorGroups;
import io.muster.ledger.Ledger;
import io.muster.process.Step;
import org.camunda.bpm.engine.delegate.JavaDelegate;

@AnalyzeClasses(packages = "io.muster", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {
  @ArchTest
  static final ArchRule engineTypesStayBehindAFewDoors =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.muster.process..",
              "io.muster.lifecycle..",
              "io.muster.systems..",
              "io.muster.console..",
              "io.muster.deployment..",
              "io.muster.doors..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.camunda..")
          .because("the community edition ends at 7.24, and moving to a fork should be a rename");

  @ArchTest
  static final ArchRule theEnginesInsidesStayInTheKit =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.muster.process..", "io.muster.deployment..", "io.muster.doors..")
          .and()
          .haveNameNotMatching(
              "io\\.muster\\.lifecycle\\.ProcessStartListener.*") // listens to every start
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.camunda\\.bpm\\.(engine\\.)?impl\\.(?!identity\\.Auth).*");

  @ArchTest
  static final ArchRule aStepIsTheOnlyDelegate =
      classes()
          .that()
          .implement(JavaDelegate.class)
          .should()
          .beAssignableTo(Step.class)
          .because("a step turns refusals into BPMN errors and knows its case");

  @ArchTest
  static final ArchRule stepsAreNobodysBusinessButTheirProcesss =
      noClasses()
          .that()
          .areAssignableTo(Step.class)
          .and()
          .doNotBelongToAnyOf(Step.class)
          .should()
          .bePublic();

  @ArchTest
  static final ArchRule vendorsStayInTheirFolder =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.muster.directory.okta..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.okta..");

  @ArchTest
  static final ArchRule entraStaysInItsFolder =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.muster.directory.entra..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.microsoft..", "com.azure..", "okhttp3..");

  @ArchTest
  static final ArchRule theAccountWorkflowStandsOnce =
      noClasses()
          .that()
          .implement(VendorAccounts.class)
          .or()
          .implement(VendorGroups.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Ledger.class)
          .because("vendors bring primitives; what is written, seen and granted is said once");

  @ArchTest
  static final ArchRule theScimLibraryStaysBehindItsEndpoints =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.muster.scim..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("de.captaingoldfish..");

  @ArchTest
  static final ArchRule sshStaysInItsFolder =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.muster.sources.sftp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.sshd..");

  @ArchTest
  static final ArchRule propertiesAreRecords =
      classes().that().haveSimpleNameEndingWith("Properties").should().beRecords();

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      noFields()
          .should()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .orShould()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Value");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Delegate|DTO|Dto)$");

  @ArchTest
  static final ArchRule nobodyAsksTheSystemClock =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.muster.TimeConfiguration")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .because("time comes in through constructors, so that a wait of 30 days takes no time");
}
