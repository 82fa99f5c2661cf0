#:project ../../../src/OmniHelix.Workflows
// RNA secondary structure, part 2 of 4: a pre-trained encoder with a head for our task.
// In the folder of the repository: dotnet run -c Release samples/tutorials/rna-ssp/02_model_initialization.cs

var path = "models/omnihelix-rna-1m";
var label2Id = new Dictionary<string, int> { ["("] = 0, [")"] = 1, ["."] = 2 };

// The tokenizer turns bases into numbers.
var tokenizer = OmniTokenizer.FromPretrained(path);
Console.WriteLine($"Vocabulary size: {tokenizer.VocabularySize}");
Console.WriteLine($"Special tokens:  {tokenizer.SpecialTokensMap}");

// The encoder comes from the folder, the head that scores the three classes is new.
using var model = new OmniModelForTokenClassification(path, tokenizer, label2Id);
Console.WriteLine($"Total parameters:     {model.ParameterCount():N0}");
Console.WriteLine($"Trainable parameters: {model.ParameterCount(trainable: true):N0}");
Console.WriteLine($"New:                  {string.Join(", ", model.LoadReport!.Fresh)}");

// What goes in and what comes out.
var sequence = "AUGCCGUGCAUUAA";
using (GradMode.Off())
{
    var inputs = tokenizer.Encode(sequence, padding: true, truncation: true, maxLength: 512);
    var outputs = model.Forward(inputs);
    Console.WriteLine($"Input ids: [{string.Join(", ", inputs.InputIds.Shape)}]");
    Console.WriteLine($"Logits:    [{string.Join(", ", outputs.Logits.Shape)}]");

    // The first and the last token are special, so they have no base.
    var classes = outputs.Predictions.ToArray<long>()[1..^1];
    Console.WriteLine($"Sequence:  {sequence}");
    Console.WriteLine($"Structure: {string.Concat(classes.Select(id => model.LabelNames[(int)id]))}   (not trained yet)");
}

// The parts of the model.
Console.WriteLine($"\nBase model: {model.Backbone.GetType().Name}, head: {model.Classifier}\n");
Console.WriteLine(model);
