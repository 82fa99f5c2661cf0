#:project ../../../src/OmniHelix.Workflows
// Sequences that fold into a structure, with a masked language model that proposes bases.
// In the folder of the repository: dotnet run -c Release samples/tutorials/quick/rna_design.cs

using var model = new OmniModelForRnaDesign("models/omnihelix-rna-1m");
var target = "((((....))))..((((....))))";

// A population of sequences, as OmniGenBench has one; the same seed finds the same sequences.
var options = new DesignOptions { Count = 5, Seed = 7, LeastGc = 0.4, LargestGc = 0.6 };
var result = model.Design(target, mutationRatio: 0.3, numPopulation: 40, numGeneration: 10, options);
Console.WriteLine($"{result.Folds} sequences folded, the {result.Sequences.Count} purest of {result.Found} solutions:");
foreach (var one in result.Sequences)
    Console.WriteLine($"{one.Sequence} {one.Structure} {one.Energy,6:F2} kcal/mol, GC {one.GcContent:F2}, defect {one.Defect:F4}");

// One difficult structure is better searched by walks, with or without a model.
var hard = SecondaryStructure.Parse("((....)).((....)).((....))((....))");
var walks = new RnaDesigner(hard, new DesignOptions { Seed = 7, TimeLimit = TimeSpan.FromSeconds(20) }).Run();
Console.WriteLine(walks.IsSolved ? $"Found {walks.Sequences[0].Sequence}" : $"Not found; most often {walks.Rivals[0].Structure} came out");
