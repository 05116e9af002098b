// biome-ignore lint/performance/noBarrelFile: until threads ask by `personalData` of their commands
export { PersonalDataDialog } from "@/kit/personal-data/personal-data-dialog";
