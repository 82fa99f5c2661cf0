#:project ../../../src/OmniHelix.Workflows
// RNA secondary structure, part 1 of 4: from a biological question to data that a model learns from.
// In the folder of the repository: dotnet run -c Release samples/tutorials/rna-ssp/01_data_preparation.cs

// The question: which bases of an RNA are paired, and with which side? Each base gets one of three labels, so this is token classification.
var label2Id = new Dictionary<string, int>
{
    ["("] = 0,  // opens a base pair
    [")"] = 1,  // closes one
    ["."] = 2,  // unpaired
};

// The data: RNAs of the Archive II set, as JSON lines {"seq": "GGGAAACCC", "label": "(((...)))"}, split into train, valid and test.
var data = DataSetFolder.Open("samples/rna-ssp-archive2");
foreach (var (name, examples) in data.Splits) Console.WriteLine($"{name}: {examples.Count} RNAs");

var first = data.Test![0];
Console.WriteLine($"\n{first.Sequence}\n{((TextLabel)first.Label!).Text}\n");

// Look before you train: lengths, letters, labels, duplicates, and sequences that stand in two splits.
Console.WriteLine(DataReport.Of(data, TaskType.TokenClassification).ToText());

// Tokens and labels as numbers, without padding: each batch is padded to its own longest sequence when it is made.
var tokenizer = OmniTokenizer.FromPretrained("models/omnihelix-rna-1m");
var train = new OmniDataset("samples/rna-ssp-archive2", tokenizer, split: "train", label2Id: label2Id, maxLength: 1024);
Console.WriteLine($"{train.Count} RNAs to learn from, {train.Tokens.TokenCount} tokens, the longest has {train.Tokens.Lengths.Max()}.");
Console.WriteLine($"Classes: {string.Join(' ', train.Labels.Labels!.Names)}");
