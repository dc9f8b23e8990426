// The one way from text to elements: through the Trusted Types policy "livebrief", which passes nothing but what this
// script received from the briefing's own addresses and declared here.

interface Policy {
  createHTML(text: string): string;
}

interface Factory {
  createPolicy(name: string, rules: Policy): Policy;
}

const own = new Set<string>();

const rules: Policy = {
  createHTML(text) {
    if (!own.delete(text)) throw new TypeError("not from this briefing");
    return text;
  },
};

const factory = (window as { trustedTypes?: Factory }).trustedTypes;
const policy = factory ? factory.createPolicy("livebrief", rules) : rules;

/** Makes elements of a text received from the briefing itself. They are in no document: nothing in them runs or loads. */
export const elementsOf = (received: string): DocumentFragment => {
  const template = document.createElement("template");
  own.add(received);
  template.innerHTML = policy.createHTML(received);
  return template.content;
};
