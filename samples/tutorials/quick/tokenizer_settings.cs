#:project ../../../src/OmniHelix.Workflows
// Pattern 2: a tokenizer with settings of its own, for sequences that mix DNA and RNA.
// In the folder of the repository: dotnet run -c Release samples/tutorials/quick/tokenizer_settings.cs

var tokenizer = OmniTokenizer.FromPretrained(
    "models/omnihelix-rna-1m",
    t2u: true,  // this model was trained on RNA: T is read as U (u2t does the reverse)
    addWhitespace: false);
using var model = new OmniModelForSequenceClassification("models/omnihelix-rna-1m", tokenizer, numLabels: 2);

// The same sequence, written as DNA and as RNA.
var dna = model.Predict("ATCGATCGATCG");
var rna = model.Predict("AUCGAUCGAUCG");
Console.WriteLine($"DNA {dna.Probabilities[0]:F4}, RNA {rna.Probabilities[0]:F4}");
