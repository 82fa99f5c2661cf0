#:project ../../../src/OmniHelix.Workflows
// RNA secondary structure, part 3 of 4: fine-tuning, evaluation, and a model to keep.
// In the folder of the repository: dotnet run -c Release samples/tutorials/rna-ssp/03_model_training.cs
// It takes less than a minute on two cores; for a model that is good, train on all examples and for more epochs.

var path = "models/omnihelix-rna-1m";
var dataSet = "samples/rna-ssp-archive2";
var label2Id = new Dictionary<string, int> { ["("] = 0, [")"] = 1, ["."] = 2 };

var tokenizer = OmniTokenizer.FromPretrained(path);
using var model = new OmniModelForTokenClassification(path, tokenizer, label2Id);

var train = new OmniDataset(dataSet, tokenizer, "train", label2Id: label2Id, options: new() { MaxExamples = 160 });
var valid = new OmniDataset(dataSet, tokenizer, "valid", label2Id: label2Id, options: new() { MaxExamples = 30 });
var test = new OmniDataset(dataSet, tokenizer, "test", label2Id: label2Id);

// Epochs, patience, learning rate and metrics stand in the data set's config.json; what is said here wins.
var trainer = new Trainer(model, train, valid, test);
Console.WriteLine($"Before training: macro F1 {trainer.Evaluate().Values["f1_macro"]:F3}");

var outcome = trainer.Run(learningRate: 1e-3, epochs: 2, progress: new Progress<TrainingProgress>(Show));
Console.WriteLine($"{outcome.State.Step} steps, {outcome.TokensPerSecond:F0} tokens a second; {outcome.State.EndReason}.");

var scores = trainer.Evaluate();
foreach (var (metric, value) in scores.Values) Console.WriteLine($"{metric,-20} {value:F3}");

model.SavePretrained("runs/rna-ssp-tutorial");
Console.WriteLine("The model and its tokenizer are in runs/rna-ssp-tutorial.");

static void Show(TrainingProgress now)
{
    if (now.Phase == TrainingPhase.Training)
        Console.WriteLine($"  step {now.Position.Step} of {now.Position.Steps}, loss {now.Loss:F3}");
}
