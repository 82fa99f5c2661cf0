#:project ../../../src/OmniHelix.Workflows
// Pattern 1: the tokenizer is read once and given to each model.
// In the folder of the repository: dotnet run -c Release samples/tutorials/quick/constructor_with_tokenizer.cs

var tokenizer = OmniTokenizer.FromPretrained("models/omnihelix-rna-1m");
using var model = new OmniModelForSequenceClassification("models/omnihelix-rna-1m", tokenizer, numLabels: 2);

// The head is new until it is trained: model.LoadReport says so.
var prediction = model.Predict("AUCGAUCGAUCG");
Console.WriteLine($"Class {prediction.Labels[0]} with probability {prediction.Confidence[0]:F3}");
Console.WriteLine($"New weights: {string.Join(", ", model.LoadReport!.Fresh)}");
