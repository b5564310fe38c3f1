import { randomInt } from "node:crypto";
import type { ResourceType } from "../../../providers/server/types";
import { keepers } from "./keepers";

/** Words of our own: what a name is made of is nobody's interface. */
const ADVERBS = words`barely boldly calmly clearly daily deeply duly eagerly early easily evenly
  fairly firmly freely fully gently gladly greatly highly jointly justly kindly largely lightly
  loosely mainly mostly neatly newly nicely openly partly poorly really richly safely sharply
  simply slowly softly surely truly vastly warmly wholly widely wildly yearly`;
const ADJECTIVES = words`able alert amused bold brave bright busy calm casual cheerful clean clever
  cool crisp curious eager easy fair fast fine fond frank free fresh gentle glad golden good grand
  happy hardy holy ideal just keen kind large light lively loyal lucky merry mighty neat nice noble
  open patient polite proud quick quiet rapid ready rich sharp sincere smart sound steady strong
  sunny swift tidy true valid warm well whole wise witty`;
const NAMES = words`ant badger bat bear beaver bee bird bison boar buck buzzard camel cat cobra cod
  colt condor corgi cow crab crane cricket crow deer dingo dog dolphin dove duck eagle eel elk
  falcon fawn ferret finch fish fox frog gecko goat goose gopher grouse gull hare hawk hen heron
  horse hound ibex jackal jay kite kitten koala lark lemur leopard lion lizard llama lynx mackerel
  magpie marten mole moose moth mouse mule newt otter owl ox oyster panda panther parrot pelican
  penguin pig pigeon pony puma quail rabbit raccoon ram raven robin salmon seal shark sheep shrew
  skunk sloth snail sparrow spider squid stag stork swan swift tapir tiger toad trout turtle viper
  walrus wasp weasel whale wolf wombat wren yak zebra`;

function words(text: TemplateStringsArray): string[] {
  return text.join("").split(/\s+/);
}

const pick = (from: string[]): string => from[randomInt(from.length)] ?? "";

/** A name of so many words: adverbs, then an adjective, then an animal. */
export function petName(length: number): string[] {
  return Array.from({ length }, (_, index) => {
    const left = length - index;
    return pick(left === 1 ? NAMES : left === 2 ? ADJECTIVES : ADVERBS);
  });
}

export const pet: ResourceType = {
  inputs: {
    ...keepers,
    length: { kind: "integer", default: 2, minimum: 1 },
    prefix: { kind: "string" },
    separator: { kind: "string", default: "-" },
  },
  computed: [],
  create: ({ inputs }) => {
    const prefix = typeof inputs.prefix === "string" && inputs.prefix ? [inputs.prefix] : [];
    const name = [...prefix, ...petName(inputs.length as number)];
    return Promise.resolve({ id: name.join(inputs.separator as string), outputs: inputs });
  },
};
