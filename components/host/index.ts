export { hostsWith, type Host, type NetworkName, type Role } from "./host";
export { quote, quoteAll } from "./shell";
export { renderStep, Step, type HostDirectory, type HostFile, type StepContent } from "./step";
