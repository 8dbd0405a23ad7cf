package io.muster.doors;

import java.util.List;
import org.camunda.bpm.engine.identity.PasswordPolicyRule;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.PasswordPolicyLengthRuleImpl;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Sets up how the engine knows people: what passwords they may have and how these are kept. */
@Component
class IdentityKit extends AbstractProcessEnginePlugin {
  private final ObjectProvider<SignInThrottle> throttle;

  private final ObjectProvider<AccountChanges> changes;

  IdentityKit(ObjectProvider<SignInThrottle> throttle, ObjectProvider<AccountChanges> changes) {
    this.throttle = throttle;
    this.changes = changes;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl engine) {
    engine.setPasswordEncryptor(new SlowHash());
    engine.setEnablePasswordPolicy(true);
    List<PasswordPolicyRule> rules =
        List.of(new PasswordPolicyLengthRuleImpl(AdminProperties.SHORTEST), new NotAboutTheOwner());
    engine.setPasswordPolicy(() -> rules);
    var identity = new GuardedIdentity(throttle, changes);
    engine.setIdentityService(identity);
    engine.setAuthorizationService(new AuditedGrants(identity::getCurrentAuthentication));
    engine.setRepositoryService(new AuditedRepository(identity::getCurrentAuthentication));
    engine.setIdentityProviderSessionFactory(
        new SessionFactory() {
          @Override
          public Class<?> getSessionType() {
            return UnlockedAccounts.class;
          }

          @Override
          public Session openSession() {
            return new UnlockedAccounts();
          }
        });
  }
}
