<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("webauthn-registration-title")}
  <#elseif section = "form">
    <p>${msg("webauthn-registration-intro")}</p>
    <form id="register" action="${url.loginAction}" method="post">
      <input type="hidden" id="clientDataJSON" name="clientDataJSON">
      <input type="hidden" id="attestationObject" name="attestationObject">
      <input type="hidden" id="publicKeyCredentialId" name="publicKeyCredentialId">
      <input type="hidden" id="authenticatorLabel" name="authenticatorLabel">
      <input type="hidden" id="transports" name="transports">
      <input type="hidden" id="authenticatorAttachment" name="authenticatorAttachment">
      <input type="hidden" id="error" name="error">
    </form>
    <button class="button button-primary" id="registerWebAuthn" type="button" autofocus>${msg("doRegisterSecurityKey")}</button>
    <#if !isSetRetry?has_content && isAppInitiatedAction?has_content>
    <form action="${url.loginAction}" method="post">
      <button class="button button-second" type="submit" id="cancelWebAuthnAIA" name="cancel-aia" value="true">${msg("doCancel")}</button>
    </form>
    </#if>
    <script type="module">
      <#outputformat "JavaScript">
      import { registerByWebAuthn } from ${(url.resourcesPath + "/js/webauthnRegister.js")?c};
      const button = document.getElementById("registerWebAuthn");
      // Keycloak's script asks for a name in a dialogue; a passkey is told apart by its date as well.
      window.prompt = (question, name) => name;
      button.addEventListener("click", () => registerByWebAuthn({
        challenge: ${challenge?c},
        userid: ${userid?c},
        username: ${username?c},
        signatureAlgorithms: [<#list signatureAlgorithms as algorithm>${algorithm?c},</#list>],
        rpEntityName: ${rpEntityName?c},
        rpId: ${rpId?c},
        attestationConveyancePreference: ${attestationConveyancePreference?c},
        authenticatorAttachment: ${authenticatorAttachment?c},
        requireResidentKey: ${requireResidentKey?c},
        residentKey: ${residentKey?c},
        userVerificationRequirement: ${userVerificationRequirement?c},
        createTimeout: ${createTimeout?c},
        excludeCredentialIds: ${excludeCredentialIds?c},
        initLabel: ${msg("webauthn-registration-init-label")?c},
        initLabelPrompt: ${msg("webauthn-registration-init-label-prompt")?c},
        errmsg: ${msg("webauthn-unsupported-browser-text")?c}
      }), { once: true });
      </#outputformat>
    </script>
  </#if>
</@layout.registrationLayout>
