// Passkeys: makes one, or signs in with one, and sends what came of it. Forms say in their own words what went wrong.
(() => {
  "use strict";

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async ({ publicKey }) => {
    const made = await navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: known(publicKey.excludeCredentials),
        // It must sign in by itself: kept in the device, and unlocked by its owner.
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
    return {
      ...named(made),
      response: {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
        transports: made.response.getTransports?.() ?? [],
      },
    };
  };

  const use = async ({ publicKey }) => {
    const used = await navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: known(publicKey.allowCredentials),
      },
    });
    return {
      ...named(used),
      response: {
        authenticatorData: text(used.response.authenticatorData),
        clientDataJSON: text(used.response.clientDataJSON),
        signature: text(used.response.signature),
        userHandle: used.response.userHandle ? text(used.response.userHandle) : null,
      },
    };
  };

  const named = (one) => ({
    id: one.id,
    rawId: text(one.rawId),
    type: one.type,
    authenticatorAttachment: one.authenticatorAttachment ?? null,
    clientExtensionResults: one.getClientExtensionResults(),
  });

  const options = async (form) => {
    const kept = document.getElementById(form.dataset.passkeyOptions ?? "");
    if (kept) return JSON.parse(kept.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    return (await answer.json()).request_options;
  };

  // A passkey belongs to a name: there is none for a bare number, and none without encryption.
  const canWork = () =>
    window.isSecureContext && window.PublicKeyCredential && !/^[\d.]+$|^\[/.test(location.hostname);

  for (const form of document.querySelectorAll("[data-passkey]")) {
    const button = form.querySelector("button");
    const said = form.querySelector("[data-passkey-said]");
    if (!canWork()) {
      said.textContent = form.dataset.passkeyUnable;
      continue;
    }
    button.disabled = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      said.textContent = "";
      try {
        const given = await options(form);
        const credential = await (form.dataset.passkey === "add" ? make : use)(given);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch {
        said.textContent = form.dataset.passkeyFailed;
        button.disabled = false;
      }
    });
  }
})();
