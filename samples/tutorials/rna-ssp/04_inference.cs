#:project ../../../src/OmniHelix.Workflows
// RNA secondary structure, part 4 of 4: structures of new RNAs.
// In the folder of the repository, after part 3: dotnet run -c Release samples/tutorials/rna-ssp/04_inference.cs

var path = "runs/rna-ssp-tutorial";
var tokenizer = OmniTokenizer.FromPretrained(path);

// The folder knows its labels and holds the trained head.
using var model = new OmniModelForTokenClassification(path, tokenizer);

// One RNA: the class of each base, how sure the model is, and the best nested structure.
var prediction = model.Predict("GGGGCUAUAGCUCAGCUGGGAGAGCGCUUGCAUGGCAUGCAAGAGGUCAGCGGUUCGAUCCCGCUUAGCUCCACCA");
Console.WriteLine(prediction.Example.Sequence);
Console.WriteLine(string.Concat(prediction.Labels));
Console.WriteLine(prediction.Structure);
Console.WriteLine($"Mean confidence: {prediction.Confidence.Average():F2}\n");

// Several RNAs whose structure is known: how many bases have the right class?
var test = new OmniDataset("samples/rna-ssp-archive2", tokenizer, "test");
foreach (var (example, predicted) in test.Examples.Take(5).Zip(model.Predict(test.Examples.Take(5).Select(e => e.Sequence))))
{
    var known = ((TextLabel)example.Label!).Text;
    var right = known.Where((label, i) => label == predicted.Labels[i][0]).Count();
    Console.WriteLine($"RNA {example.Id}: {right} of {known.Length} bases");
}

// A file of any size is read, predicted and written piece by piece.
File.WriteAllText("runs/new.fasta", ">hairpin\nGGGGAAAACCCC\n>protein\nMKVLLEQPFW\n");
using var input = InferenceInput.FromFile("runs/new.fasta");
foreach (var one in model.Inference(input)) Console.WriteLine($"{one.Example.Id}: {one.Structure ?? one.Error!.Message}");
