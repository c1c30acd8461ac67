<#import "template.ftl" as layout>
<@layout.registrationLayout; section>
  <#if section = "header">
    ${msg("badge-title")}
  <#elseif section = "form">
    <form id="badge-form" action="${url.loginAction}" method="post" autocomplete="off">
      <div class="field">
        <label for="badge" class="label">${msg("badge-number")}</label>
        <span class="hint" id="badge-hint">${msg("badge-number-hint")}</span>
        <input id="badge" class="input" name="badge" type="text" value="${typedBadge}" required <#if !typedBadge?has_content>autofocus</#if>
               autocapitalize="characters" spellcheck="false" enterkeyhint="next" aria-describedby="badge-hint">
      </div>
      <div class="field">
        <label for="pin" class="label">${msg("badge-pin")}</label>
        <input id="pin" class="input" name="pin" type="password" inputmode="numeric" pattern="[0-9０-９]{6,12}" maxlength="12" required
               <#if typedBadge?has_content>autofocus</#if> enterkeyhint="go">
      </div>
      <fieldset class="choices">
        <legend>${msg("badge-shift")}</legend>
        <#list shifts as shift>
        <label class="choice"><input type="radio" name="shift" value="${shift?index}" <#if shift?index == 0>checked</#if>>
          <span><#if shift?has_content>${msg("badge-shift-end", shift)}<#else>${msg("badge-shift-hours", shiftHours)}</#if></span></label>
        </#list>
      </fieldset>
      <button class="button button-primary" id="kc-login" type="submit">${msg("doLogIn")}</button>
    </form>
    <form action="${url.loginAction}" method="post">
      <button class="button button-second" id="with-password" name="password" value="on" type="submit">${msg("badge-with-password")}</button>
    </form>
    <script type="module">
      // A scanner ends what it types with Enter: that is the way to the PIN, not to the hub.
      const badge = document.getElementById("badge");
      badge.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.isComposing) return;
        event.preventDefault();
        if (badge.value.trim() !== "") document.getElementById("pin").focus();
      });
    </script>
  </#if>
</@layout.registrationLayout>
