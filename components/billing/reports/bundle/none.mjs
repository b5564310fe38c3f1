// Stands for what pdfkit loads for embedded fonts and pictures, of which reports have none.
export const create = undefined;
export default undefined;
