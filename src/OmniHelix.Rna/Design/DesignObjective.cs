namespace OmniHelix.Rna.Design;

/// <summary>What a population of sequences is compared by, all to be small.</summary>
public enum DesignObjective
{
    /// <summary>Pairs that are in the structure or in the target only.</summary>
    Distance,

    /// <summary>Energy of the target above the least energy.</summary>
    Gap,

    /// <summary>Mean share of bases that are not as in the target, over the ensemble.</summary>
    Defect,

    /// <summary>How far the share of G and C is from <see cref="DesignOptions.WantedGc"/>.</summary>
    Gc,
}

/// <summary>How sequences are searched.</summary>
public enum DesignSearch
{
    /// <summary>Walks side by side, each from one sequence to the next (simulated annealing): solves most.</summary>
    Walks,

    /// <summary>A population that is selected by several objectives (NSGA-II): many good sequences where solutions are easy.</summary>
    Population,
}
