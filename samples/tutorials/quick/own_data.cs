#:project ../../../src/OmniHelix.Workflows
// Data of one's own: a table with columns of other names, numbers to predict, and a class that prepares each example.
// In the folder of the repository: dotnet run -c Release samples/tutorials/quick/own_data.cs

// The share of G and C of the first 40 bases, measured with a little noise.
var random = new Random(1);
var rows = Enumerable.Range(0, 400).Select(i =>
{
    var letters = Enumerable.Range(0, 60).Select(_ => (random.NextDouble() < i % 10 / 10.0 ? "GC" : "AU")[random.Next(2)]);
    var utr = string.Concat(letters);
    var measured = utr[..40].Count(letter => letter is 'G' or 'C') / 40.0 + 0.02 * random.NextDouble();
    return FormattableString.Invariant($"gene{i},{utr},{measured:F4}");
});
var table = Path.Combine(Path.GetTempPath(), $"{Environment.ProcessId}.csv");
File.WriteAllLines(table, rows.Prepend("name,utr_seq,mrl"));

// Columns are named once; a file is the training split, of which a part is set aside.
var options = new OmniDatasetOptions
{
    Reading = new() { Records = new() { SequenceField = "utr_seq", LabelFields = ["mrl"] }, ValidationShare = 0.2 },
};
var path = "models/omnihelix-rna-1m";
var tokenizer = OmniTokenizer.FromPretrained(path);
var train = new FivePrimeEnds(table, tokenizer, "train", options);
var valid = new FivePrimeEnds(table, tokenizer, "valid", options);
Console.WriteLine($"{train.Count} to learn from, {valid.Count} set aside; the first is {train[0].Id} of {train[0].Sequence.Length} bases");

using var model = new OmniModelForSequenceRegression(path, tokenizer, numLabels: 1);
var trainer = new Trainer(model, train, valid);
Console.WriteLine($"Error before: {trainer.Evaluate().Values["rmse"]:F3}");
trainer.Run(learningRate: 2e-3, epochs: 3);
Console.WriteLine($"Error after: {trainer.Evaluate().Values["rmse"]:F3}");

var predicted = model.Predict([new string('G', 40), new string('A', 40)]);
Console.WriteLine($"All G: {predicted[0].Values[0]:F2}, all A: {predicted[1].Values[0]:F2}");
File.Delete(table);

sealed class FivePrimeEnds(string path, OmniTokenizer tokenizer, string split, OmniDatasetOptions options)
    : OmniDataset(path, tokenizer, split, TaskType.SequenceRegression, options: options)
{
    protected override Example? Prepare(Example example) => example with { Sequence = example.Sequence[..40] };
}
