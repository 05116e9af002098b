// biome-ignore lint/performance/noBarrelFile: until all forms ask by `personalData` of their commands
export { PersonalDataGuard, PersonalDataGuardFields } from "@/kit/personal-data/personal-data-guard";
